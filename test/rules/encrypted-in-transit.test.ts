import { UNKNOWN, type Value } from "../../policies/graph/value";
import { encryptedInTransit } from "../../policies/rules/encrypted-in-transit";
import { findings, frankfurt, said } from "./stacks";

const one = (type: string, inputs: Readonly<Record<string, Value>>) => {
  const stack = frankfurt();
  stack.add(type, "it", inputs);
  return stack;
};
const ENDPOINT = "aws:dms/endpoint:Endpoint";
const GROUP = "aws:rds/parameterGroup:ParameterGroup";
const parameters = (value: Value) => [{ name: "rds.force_ssl", value }];

describe("encrypted-in-transit", () => {
  test.each(["require", "verify-ca", "verify-full"])("accepts an endpoint with sslMode %s", (sslMode) => {
    expect(said(encryptedInTransit, one(ENDPOINT, { engineName: "postgres", sslMode }))).toEqual([]);
  });

  test("rejects an endpoint in clear, set or by default", () => {
    expect(findings(encryptedInTransit, one(ENDPOINT, { engineName: "postgres", sslMode: "none" }))[0]).toMatchObject({
      verdict: "rejected",
      reason: 'Endpoint "it": sslMode is none, allowed is require or verify-ca or verify-full; what is copied between two sites travels in clear, the password first',
      fix: 'Set sslMode of Endpoint "it" to require or verify-ca or verify-full.',
    });
    expect(said(encryptedInTransit, one(ENDPOINT, { engineName: "mysql" }))[0]).toContain("sslMode is not set");
    expect(said(encryptedInTransit, one("aws:datasync/locationObjectStorage:LocationObjectStorage", { serverProtocol: "HTTP" }))[0]).toContain("serverProtocol is HTTP, allowed is HTTPS");
  });

  test("does not apply to endpoints that AWS reaches by its own interfaces", () => {
    expect(said(encryptedInTransit, one(ENDPOINT, { engineName: "s3" }))).toEqual([]);
  });

  test("PostgreSQL forces TLS from version 15, unless it is told not to", () => {
    expect(said(encryptedInTransit, one(GROUP, { family: "postgres16" }))).toEqual([]);
    expect(said(encryptedInTransit, one(GROUP, { family: "postgres13", parameters: parameters("1") }))).toEqual([]);
    expect(said(encryptedInTransit, one(GROUP, { family: "postgres16", parameters: parameters("0") }))).toEqual(['rejected: ParameterGroup "it": rds.force_ssl is 0, allowed is 1; clients may connect in clear']);
    expect(said(encryptedInTransit, one(GROUP, { family: "aurora-postgresql14" }))[0]).toContain("rds.force_ssl is not set, which means off before PostgreSQL 15");
    expect(said(encryptedInTransit, one(GROUP, { family: "mysql8.0" }))).toEqual([]);
  });

  test("what is not known is unknown", () => {
    expect(said(encryptedInTransit, one(ENDPOINT, { engineName: "postgres", sslMode: UNKNOWN }))[0]).toContain("unknown: ");
    expect(said(encryptedInTransit, one(GROUP, { family: "postgres16", parameters: UNKNOWN }))[0]).toContain("unknown: ");
    expect(said(encryptedInTransit, one(GROUP, { family: "postgres16", parameters: parameters(UNKNOWN) }))[0]).toContain("rds.force_ssl is not known at preview");
  });
});
