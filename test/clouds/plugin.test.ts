import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { credentials } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { callFunction } from "../../clouds/functions";
import { cleanUp, folder } from "./support";

const BIN = join(__dirname, "../../clouds/bin");
const running: ChildProcess[] = [];

afterEach(() => {
  for (const child of running.splice(0)) child.kill();
  cleanUp();
});

function start(name: string, env: NodeJS.ProcessEnv): Promise<{ readonly out: string; readonly err: string }> {
  const child = spawn(join(BIN, `pulumi-resource-${name}`), ["127.0.0.1:1"], { cwd: "/", env: { PATH: process.env.PATH, ...env } });
  running.push(child);
  return new Promise((resolve) => {
    let err = "";
    child.stderr.on("data", (data: Buffer) => (err += data.toString()));
    child.stdout.once("data", (data: Buffer) => resolve({ out: data.toString(), err }));
    child.once("close", () => resolve({ out: "", err }));
  });
}

test.each([["aws", "7.48.0"], ["ovh", "2.19.1"], ["random", "4.21.2"]])("the plugin %s starts from any folder and reports version %s", async (name, version) => {
  const { out } = await start(name, { FIREBREAK_CLOUDS: folder() });
  const client = new ResourceProviderClient(`127.0.0.1:${out.trim()}`, credentials.createInsecure());
  const reported = await new Promise((resolve, reject) => client.getPluginInfo(new Empty(), (error, info) => (error === null ? resolve(info?.getVersion()) : reject(error))));
  client.close();
  expect(reported).toBe(version);
}, 20_000);

test("a plugin without a folder says which variable is missing", async () => {
  expect((await start("aws", {})).err).toBe("pulumi-resource-aws: FIREBREAK_CLOUDS is not set: it names the folder in which the simulated clouds keep their state\n");
}, 20_000);

test("a latency that is no number is refused", async () => {
  expect((await start("ovh", { FIREBREAK_CLOUDS: folder(), FIREBREAK_CLOUDS_LATENCY: "soon" })).err).toContain('FIREBREAK_CLOUDS_LATENCY is "soon": expected milliseconds between 0 and 600000');
}, 20_000);

describe("functions", () => {
  test("give the same every time, and ids of their own in each region", () => {
    const parameter = (region: string) => callFunction("aws:ssm/getParameter:getParameter", { name: "/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id", region }).value;
    expect(parameter("eu-central-1")).toBe(parameter("eu-central-1"));
    expect(parameter("eu-central-1")).not.toBe(parameter("eu-north-1"));
    const ami = callFunction("aws:ec2/getAmi:getAmi", { owners: ["099720109477"], filters: [{ name: "name", values: ["ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*"] }], region: "eu-central-1" });
    expect(ami.id).toBe(parameter("eu-central-1"));
    expect(callFunction("aws:index/getAvailabilityZones:getAvailabilityZones", {}, { region: "eu-central-1" }).names).toEqual(["eu-central-1a", "eu-central-1b", "eu-central-1c"]);
    expect(callFunction("aws:index/getCallerIdentity:getCallerIdentity", {}, { account: "123456789012" }).accountId).toBe("123456789012");
  });

  test("OVHcloud's catalogue has ids per region", () => {
    const flavors = (region: string) => callFunction("ovh:CloudProject/getFlavors:getFlavors", { serviceName: "p", region, nameFilter: "b3-8" }).flavors;
    expect(flavors("GRA11")).toMatchObject([{ name: "b3-8", region: "GRA11" }]);
    expect(flavors("GRA11")).not.toEqual(flavors("SBG5"));
  });

  test("unknown tokens, missing regions and empty results are errors", () => {
    expect(() => callFunction("aws:ec2/getAmii:getAmii", {})).toThrow('the simulated clouds have no function "aws:ec2/getAmii:getAmii"; did you mean "aws:ec2/getAmi:getAmi"?');
    expect(() => callFunction("aws:index/getAvailabilityZones:getAvailabilityZones", {})).toThrow("Missing region configuration: set region on the provider or on the function");
    expect(() => callFunction("aws:ssm/getParameter:getParameter", { name: "/none", region: "eu-central-1" })).toThrow("reading SSM Parameter (/none): couldn't find resource");
    expect(() => callFunction("ovh:CloudProject/getFlavors:getFlavors", { region: "XYZ1" })).toThrow('region "XYZ1" not found');
  });
});
