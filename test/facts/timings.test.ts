import Ajv from "ajv";
import schema from "../../policies/facts/data/schema.json";
import table from "../../policies/facts/data/timings.json";
import { timing, timings } from "../../policies/facts/timings";

describe("the table of timings", () => {
  it("has the form of its schema", () => {
    const validate = new Ajv({ allErrors: true }).addSchema(schema, "facts").compile({ $ref: "facts#/definitions/timings" });
    expect(validate(table) || validate.errors).toBe(true);
  });

  it("names each mechanism once", () => {
    const names = table.timings.map((row) => row.mechanism);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(timings()).toHaveLength(names.length);
  });

  it("has a document for whatever it calls documented", () => {
    const figures = timings().flatMap((row) => [row.rpo, row.rto].flatMap((figure) => (figure?.documented === true ? [{ mechanism: row.mechanism, ...figure }] : [])));
    expect(figures.length).toBeGreaterThan(30);
    expect(figures.filter((figure) => !/\w+[./]\w+|ovh\/docs/.test(figure.source))).toEqual([]);
    expect(figures.filter((figure) => /without a number|assum|no document/i.test(`${figure.basis} ${figure.source}`))).toEqual([]);
  });

  it("computes Route 53's failover from its settings", () => {
    for (const row of timings()) {
      const match = /^aws-route53-health-(\d+)s-x(\d+)-ttl(\d+)$/.exec(row.mechanism);
      if (match === null) continue;
      expect(row.rto?.seconds).toBe(Number(match[1]) * Number(match[2]) + Number(match[3]));
    }
    expect(timing("aws-route53-health-30s-x3-ttl60")?.rto?.seconds).toBe(150);
  });
});

describe("timing", () => {
  it("tells a documented figure from one that stands for words", () => {
    expect(timing("aws-rds-automated-backups-replication")).toMatchObject({ rpo: { seconds: 1800, documented: true }, rto: { seconds: 14400, documented: false } });
  });

  it("has no figure where nobody states one", () => {
    expect(timing("ovh-storage-replication")?.rpo).toBeUndefined();
    expect(timing("ovh-db-kafka")).toEqual({ mechanism: "ovh-db-kafka", note: expect.stringContaining("No backup exists") });
  });

  it("does not know other mechanisms", () => {
    expect(timing("carrier-pigeon")).toBeUndefined();
    expect(timing("constructor")).toBeUndefined();
  });
});
