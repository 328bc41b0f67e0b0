import { BUCKET, exported, fixture, loaded, PROVIDER, refused, resources, SIGNATURE, STACK, URN, VERSIONS, withChange } from "./sample";

describe("broken text", () => {
  const whole = fixture("export.json");

  it.each([1, 100, 4000, whole.length - 10])("cut off after %d characters: says that and where", (length) => {
    const cut = whole.slice(0, length);
    const lines = cut.split("\n");
    expect(refused(cut)).toMatch(new RegExp(`file\\.json, line ${lines.length}, column \\d+\\n\\s+(the JSON is cut off|it is not JSON: a text in quotes does not end)`));
  });

  it.each<[string, string, RegExp]>([
    ["empty", " \n", /it is empty/],
    ["no JSON", '{"version": hunter2}', /line 1, column 13\n\s+it is not JSON: a value is expected here/],
    ["a comma too many", '{"version": 3,}', /line 1, column 15/],
    ["single quotes", "{'version': 3}", /line 1, column 2/],
    ["two documents", '{"version": 3}\n{"version": 3}', /line 2, column 1\n\s+it is not JSON: more follows after the end of the document/],
    ["a control character in a text", '{\n"a": "x\u0001"}', /line 2/],
    ["a line end in a text", '{"a": "x\ny"}', /line 1/],
    ["binary", "\u001f\u008b\u0008\u0000", /line 1, column 1/],
  ])("%s", (_name, text, message) => {
    expect(refused(text)).toMatch(message);
    expect(refused(text)).not.toContain("hunter2");
  });

  it.each([["[", "]"], ['{"a":', "}"]])("nested a million levels deep with %s: refused, not a crash", (open, close) => {
    const deep = open.repeat(1_000_000) + (open === "[" ? "" : "1") + close.repeat(1_000_000);
    expect(refused(deep)).toMatch(/an object is expected|none of the files that can be judged/);
    expect(refused(`{"version":3,"deployment":{"resources":[{"urn":"${BUCKET}","type":"aws:s3/bucket:Bucket","custom":true,"inputs":{"a":${deep}}}]}}`)).toContain("it is nested more than 128 levels deep");
    expect(refused(open.repeat(1_000_000))).toMatch(/cut off|not JSON/);
  });
});

describe("other files", () => {
  it.each<[string, unknown, RegExp]>([
    ["null", null, /it holds null where an object is expected/],
    ["a list", [], /it holds a list/],
    ["a text", '"x"', /it holds a string/],
    ["an empty object", {}, /none of the files that can be judged[^]*pulumi stack export/],
    ["a report", { format: "firebreak-report", version: 1 }, /it is a report[^]*npm run -s start -- --graph/],
    ["a plan of another version", { format: "firebreak-graph", version: 2 }, /it is not a graph of a version that is known here/],
    ["a plan that does not fit", { format: "firebreak-graph", version: 1, project: "p", stack: "s", nodes: [{}] }, /graph\.schema\.json/],
  ])("%s", (_name, file, message) => {
    expect(refused(file)).toMatch(message);
  });
});

describe("states that do not hold together", () => {
  it.each<[string, unknown, RegExp]>([
    ["two resources of one URN", exported([...resources(), resources()[2]]), /uploads\n\s+two resources have this URN[^]*pulumi state delete/],
    ["a dependency on nothing", withChange(VERSIONS, { dependencies: [`${BUCKET}-x`] }), /versions, dependencies\n\s+it refers to .*uploads-x, which is not in the file[^]*pulumi state repair/],
    ["a property's dependency on nothing", withChange(VERSIONS, { propertyDependencies: { bucket: [`${BUCKET}-x`] } }), /propertyDependencies of bucket/],
    ["a provider that is not there", withChange(BUCKET, { provider: `${PROVIDER}-x::1` }), /uploads, provider\n\s+it refers to .*eu-x, which is not in the file/],
    ["a provider that is none", withChange(BUCKET, { provider: `${STACK}::1` }), /shop-dev, which is no provider/],
    ["a parent that is not there", withChange(BUCKET, { parent: `${STACK}-x` }), /uploads, parent/],
    ["a resource that is its own parent", withChange(BUCKET, { parent: BUCKET }), /in a circle: .*uploads -> .*uploads/],
    ["parents in a circle", withChange(STACK, { parent: BUCKET }), /in a circle/],
    ["dependencies in a circle", withChange(BUCKET, { dependencies: [VERSIONS] }), /in a circle: .*(versions -> .*uploads|uploads -> .*versions)/],
  ])("%s", (_name, file, message) => {
    expect(refused(file)).toMatch(message);
  });

  it("a circle of 100,000 resources and a chain as long: no stack overflow", () => {
    const many = Array.from({ length: 100_000 }, (_, index) => ({ ...resources()[2], urn: `${BUCKET}-${index}`, dependencies: [`${BUCKET}-${index + 1}`] }));
    const closed = { ...resources()[2], urn: `${BUCKET}-100000`, dependencies: [`${BUCKET}-0`] };
    expect(refused(exported([...resources(), ...many, closed]))).toMatch(/in a circle: .*\(99995 more\)/);
    expect(loaded(exported([...resources(), ...many, { ...closed, dependencies: [] }])).graph.nodes).toHaveLength(100_005);
  }, 60_000);

  it("tells the first findings and how many more there are", () => {
    const many = Array.from({ length: 50 }, (_, index) => ({ ...resources()[2], urn: `${BUCKET}-${index}`, parent: `${STACK}-x` }));
    expect(refused(exported([...resources(), ...many]))).toMatch(/11 problems[^]*there are 40 more problems of this kind/);
  });
});

describe("wrong types", () => {
  it.each<[string, unknown, RegExp]>([
    ["a deployment that is a list", { version: 3, deployment: [] }, /deployment\n\s+it is not an object/],
    ["resources that are no list", exported({ a: 1 }), /resources\n\s+it is not a list/],
    ["a resource that is null", exported([null]), /resources\[0\]\n\s+it is not what a resource/],
    ["pending operations that are no list", exported(resources(), { pending_operations: "x" }), /pending_operations\n\s+it is not a list/],
    ["a pending operation of nothing", exported(resources(), { pending_operations: [{}] }), /pending_operations\[0\], resource/],
    ...([["urn", 3], ["urn", "uploads"], ["type", "bucket"], ["type", null], ["custom", "yes"], ["inputs", []], ["outputs", "x"], ["parent", 3], ["dependencies", "x"], ["dependencies", [3]], ["propertyDependencies", { bucket: "x" }], ["protect", "true"], ["delete", 1], ["provider", "eu"], ["ignoreChanges", [1]], ["id", {}]] as const).map(
      ([key, value]): [string, unknown, RegExp] => [`${key} ${JSON.stringify(value)}`, withChange(BUCKET, { [key]: value }), new RegExp(`resources\\[2\\].*${key}[^]*it is not what a resource of a Pulumi state looks like: it must`)],
    ),
  ])("%s", (_name, file, message) => {
    expect(refused(file)).toMatch(message);
  });
});

describe("attacks", () => {
  it.each(["inputs", "outputs"])("a property named __proto__ in %s is refused, at any depth", (part) => {
    for (const inner of ['{"__proto__":{"region":"eu-west-1"}}', '{"a":[{"__proto__":1}]}', `{"a":{"${SIGNATURE}":"c44067f5952c0a294b673a41bacd8c17","__proto__":{"path":"x"}}}`]) {
      const text = JSON.stringify(withChange(BUCKET, { [part]: "HERE" })).replace('"HERE"', inner);
      expect(refused(text)).toContain('a property is named "__proto__"');
    }
    expect(({} as Record<string, unknown>)["region"]).toBeUndefined();
  });

  it("names of what every object has are names like any other", () => {
    const read = loaded(withChange(BUCKET, { inputs: { constructor: "x", toString: 1, hasOwnProperty: null }, propertyDependencies: { constructor: [PROVIDER] } }));
    expect(Object.keys(read.graph.byUrn.get(BUCKET)?.inputs ?? {})).toEqual(["constructor", "toString", "hasOwnProperty"]);
  });

  it("what a terminal obeys does not reach it", () => {
    const escape = "\u001b[2J\u009b31m\u202e";
    for (const file of [withChange(BUCKET, { urn: `${BUCKET}${escape}` }), withChange(VERSIONS, { dependencies: [`${URN}x::${escape}`] }), { version: escape, deployment: {} }, { format: "firebreak-graph", version: escape }]) {
      expect(refused(file)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    }
  });
});
