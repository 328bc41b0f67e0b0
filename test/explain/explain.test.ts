import { explainable, subjectOf } from "../../operations/explain/subject";
import { findResource } from "../../operations/explain/find";
import { parseOptions } from "../../operations/explain/main";
import { story } from "../../operations/explain/story";
import { problemLines } from "../../operations/errors";
import { GRAPH, JUDGEMENT, ORDERS, SETTINGS, UPLOADS } from "../report/sample";

const all = explainable(GRAPH, JUDGEMENT);
const told = (name: string, width = 400) => {
  const found = findResource(name, all);
  if (!found.ok) throw new Error(problemLines(found.problems).join("\n"));
  return story(subjectOf(found.found, GRAPH, JUDGEMENT, SETTINGS), { color: false, width });
};
const refused = (name: string, among: Parameters<typeof findResource>[1] = all) => {
  const found = findResource(name, among);
  if (found.ok) throw new Error(`${name} was found`);
  return problemLines(found.problems).join("\n");
};

describe("finding", () => {
  it.each([["by name", "uploads"], ["by URN", UPLOADS], ["in any case", "Uploads"]])("%s", (_, text) => {
    expect(findResource(text, all)).toMatchObject({ ok: true, found: { urn: UPLOADS } });
  });

  it.each([
    ["uplods", 'value    uplods', "did you mean uploads?"],
    ["order", "no resource is called this", "did you mean orders?"],
    ["something else entirely", "no resource is called this", "allowed  a"],
  ])("%s: not found, with what may be meant", (text, what, fix) => {
    expect(refused(text)).toContain(what);
    expect(refused(text)).toContain(fix);
  });

  it("several of one name are listed by URN", () => {
    const twice = [{ urn: "urn:1", name: "x", type: "a:b:C" }, { urn: "urn:2", name: "x", type: "a:b:D" }];
    const message = refused("x", twice);
    for (const part of ["2 resources are called this", "urn:1", "urn:2", "give the URN"]) expect(message).toContain(part);
  });

  it("providers, components and the stack are not resources to explain", () => {
    expect(all.map((one) => one.name)).toEqual(expect.arrayContaining(["uploads", "orders", "www"]));
    expect(all.map((one) => one.name)).not.toEqual(expect.arrayContaining(["shop-prod"]));
  });
});

describe("the story", () => {
  const uploads = told("uploads");

  it("says what it is and where", () => {
    expect(uploads).toContain("It holds data.");
    expect(uploads).toMatch(/Where it is\n.*ovh GRA.*The catalog says of this type: /);
  });

  it("tells each copy with its figures and links, and says when it does not count", () => {
    expect(uploads).toContain("1.  aws-datasync: a live replica (deletions and corruption reach it too) in Frankfurt");
    expect(uploads).toContain("It does not count: a link is off or not known.");
    expect(uploads).toContain("Behind by at most 15 min (by hand; this test).");
    expect(uploads).toContain("+  schedule: hourly");
    expect(uploads).toContain("?  destination: not known yet");
  });

  it("tells each disaster that reaches it, with RPO, RTO, path and the chain of the service; and names those that do not", () => {
    expect(uploads).toContain("Of 6 disasters 5 do not reach it:");
    expect(uploads).toMatch(/If the Gravelines campus burns: survives\. A replica survives\. ?RPO: 15 min \(by hand; this test\); objective 1 h\. RTO: 1 h/);
    expect(uploads).toContain(">  replicated to Frankfurt");
    expect(uploads).toContain("The whole service: detect 1 min; together 1 h, objective 4 h.");
  });

  it("tells what the rules say, waived or not, with the fix", () => {
    const orders = told("orders");
    expect(orders).toContain("Nothing in the graph copies it.");
    expect(orders).toMatch(/off-site-copy: .*nothing in this stack copies it elsewhere.* Fix: Add a read replica/);
    expect(orders).toContain("replica-distance, waived until 2027-03-31 by platform (the third place is further)");
    expect(told("www")).toContain("Nothing is wrong with it.");
  });

  it("never prints a property, and stays within the terminal", () => {
    for (const name of ["uploads", ORDERS, "www"]) expect(told(name)).not.toContain("hunter2");
    // The second line is the URN, which is never broken so that it can be copied.
    for (const line of told("uploads", 100).split("\n").slice(2)) expect(line.length).toBeLessThanOrEqual(104);
  });
});

describe("options", () => {
  it("plans prod where nothing is said; takes a stack or a file", () => {
    expect(parseOptions(["x"])).toEqual({ ok: true, options: { name: "x", stack: undefined, file: undefined, color: true, debug: false } });
    expect(parseOptions(["x", "--file", "-", "--stack", "dev"])).toMatchObject({ options: { file: "-", stack: "dev" } });
  });

  it.each([[[], "missing required argument 'name'"], [["a", "b"], "too many arguments"], [["a", "--stak"], "Did you mean --stack?"]])("refuses %j with code 2", (args, why) => {
    const parsed = parseOptions(args);
    expect(parsed).toMatchObject({ ok: false, exitCode: 2 });
    expect("message" in parsed ? parsed.message : "").toContain(why);
  });
});
