import { parse } from "yaml";
import { cloudInit } from "../../infra/sites/cloud-init";
import { pick } from "../../infra/sites/ovh-catalogue";
import { schedule } from "../../infra/database/recovery-points";
import { base64Url } from "../../infra/keys/owner-key";
import { Seen, planned } from "./program.fixtures";

const OVH_SERVER = "ovh:CloudProject/instance:Instance";
const AWS_SERVER = "aws:ec2/instance:Instance";
const OVH_BALANCER = "ovh:CloudProject/loadBalancer:LoadBalancer";

let prod: Seen;
let dev: Seen;
beforeAll(async () => {
  prod = new Seen(await planned("prod"));
  dev = new Seen(await planned("dev"));
});

describe("servers", () => {
  test("two at each site in production, one in dev", () => {
    for (const type of [OVH_SERVER, AWS_SERVER]) {
      expect(prod.of(type)).toHaveLength(2);
      expect(dev.of(type)).toHaveLength(1);
    }
  });

  test("at AWS they stand in two zones, without public addresses, and ask for a token before they tell their metadata", () => {
    const subnets = prod.of(AWS_SERVER).map((server) => prod.from(server.type, server.name, "subnetId")[0]);
    expect(subnets).toEqual(["secondary-private-0", "secondary-private-1"]);
    for (const server of prod.of(AWS_SERVER)) {
      expect(server.inputs["metadataOptions"]).toMatchObject({ httpTokens: "required" });
      expect(server.inputs["associatePublicIpAddress"]).toBeUndefined();
    }
  });

  test("at OVHcloud they stand in the private network, each with its own address, and log in by key", () => {
    expect(prod.of(OVH_SERVER).map((server) => prod.input(server.type, server.name, "network", "private", "ip"))).toEqual(["10.10.1.11", "10.10.1.12"]);
    for (const server of prod.of(OVH_SERVER)) {
      expect(prod.input(server.type, server.name, "network", "public")).toBeUndefined();
      expect(server.inputs["sshKeyCreate"]).toEqual({ name: `firebreak-prod-${server.name.replace("server-", "")}`, publicKey: expect.stringMatching(/^ssh-ed25519 /) as string });
    }
  });

  test("a newer image replaces none of them", () => {
    for (const server of prod.of(AWS_SERVER)) expect(server.options.ignoreChanges).toEqual(["ami"]);
    for (const server of prod.of(OVH_SERVER)) expect(server.options.ignoreChanges).toEqual(["bootFrom"]);
  });

  test("each site's servers ask their own site's database", () => {
    expect(prod.from(OVH_SERVER, "primary-server-0", "userData")).toEqual(["database-primary"]);
    expect(prod.from(AWS_SERVER, "secondary-server-0", "userData")).toEqual(["database-secondary"]);
  });
});

describe("cloud-init", () => {
  const text = cloudInit({ role: "primary", databaseHost: "db.example.com", databasePort: 5432, sshPublicKey: "ssh-ed25519 AAAA" });
  const document = parse(text) as { readonly ssh_authorized_keys: readonly string[]; readonly write_files: readonly { readonly path: string; readonly content: string }[] };

  test("is a cloud-config with the health check that both load balancers ask for", () => {
    expect(text.startsWith("#cloud-config\n")).toBe(true);
    expect(document.ssh_authorized_keys).toEqual(["ssh-ed25519 AAAA"]);
    const nginx = document.write_files.find((file) => file.path.includes("nginx"))?.content;
    expect(nginx).toContain("listen 443 ssl");
    expect(nginx).toContain("location = /healthz");
  });

  test("says healthy only while the database answers", () => {
    const health = document.write_files.find((file) => file.path.endsWith("firebreak-health"))?.content;
    expect(health).toContain("pg_isready --quiet --timeout=5 --host=db.example.com --port=5432; then echo");
    expect(health).toContain("else rm -f /var/www/health/healthz");
  });

  test("differs between the sites in the site's name and the database only", () => {
    const other = cloudInit({ role: "secondary", databaseHost: "db.example.com", databasePort: 5432, sshPublicKey: "ssh-ed25519 AAAA" });
    expect(other.replaceAll("ok secondary", "ok primary")).toBe(text);
  });
});

describe("load balancers", () => {
  test("OVHcloud's passes TCP 443 through to every server that answers over HTTPS", () => {
    expect(prod.input(OVH_BALANCER, "primary-balancer", "listeners", 0)).toMatchObject({
      port: 443,
      protocol: "tcp",
      pool: {
        protocol: "tcp",
        members: [{ address: "10.10.1.11", protocolPort: 443 }, { address: "10.10.1.12", protocolPort: 443 }],
        healthMonitor: { monitorType: "https", httpConfiguration: { urlPath: "/healthz", expectedCodes: "200" } },
      },
    });
    expect(prod.from(OVH_BALANCER, "primary-balancer", "network")).toContain("primary-address");
  });

  test("a new load balancer keeps the address", () => {
    expect(prod.node("ovh:index/cloudFloatingIp:CloudFloatingIp", "primary-address").options.protect).toBe(true);
    for (const index of [0, 1]) expect(prod.node("aws:ec2/eip:Eip", `secondary-address-${index}`).options.protect).toBe(true);
  });

  test("AWS's stands in two zones with fixed addresses and passes TCP 443 through to every server that answers over HTTPS", () => {
    expect(prod.node("aws:lb/loadBalancer:LoadBalancer", "secondary-balancer").inputs).toMatchObject({ loadBalancerType: "network", enableDeletionProtection: true });
    expect(prod.from("aws:lb/loadBalancer:LoadBalancer", "secondary-balancer", "subnetMappings")).toEqual(["secondary-address-0", "secondary-address-1", "secondary-public-0", "secondary-public-1"]);
    expect(prod.node("aws:lb/targetGroup:TargetGroup", "secondary-targets").inputs).toMatchObject({
      port: 443,
      protocol: "TCP",
      healthCheck: { protocol: "HTTPS", path: "/healthz", matcher: "200", interval: 10 },
    });
    expect(prod.of("aws:lb/targetGroupAttachment:TargetGroupAttachment").map((node) => prod.from(node.type, node.name, "targetId")[0])).toEqual(["secondary-server-0", "secondary-server-1"]);
  });
});

describe("dev", () => {
  test("has every kind of resource that production has", () => {
    const types = (seen: Seen) => [...new Set(seen.graph.nodes.map((node) => node.type))].sort();
    expect(types(dev)).toEqual(types(prod));
  });
});

describe("small parts", () => {
  test("key material in base64url has no padding and the same bytes", () => {
    const bytes = Buffer.from([251, 255, 190, 0]);
    expect(base64Url(bytes.toString("base64"))).toBe(bytes.toString("base64url"));
  });

  test.each([
    [1, "cron(0 * * * ? *)"],
    [4, "cron(0 0/4 * * ? *)"],
    [24, "cron(0 1 * * ? *)"],
  ])("every %d h is %s", (hours, expected) => {
    expect(schedule(hours)).toBe(expected);
  });

  test("a flavour that is not there: the name, the region, what there is, where to change it", () => {
    const entries = [{ id: "1", name: "b3-8" }, { id: "2", name: "b3-16" }];
    expect(pick("flavour", entries, "b3-8", "GRA11", "serverSize of the site")).toBe("1");
    expect(() => pick("flavour", entries, "b9-1", "GRA11", "serverSize of the site")).toThrow(
      'OVHcloud has no flavour "b9-1" in GRA11; there is: b3-16, b3-8. Change the serverSize of the site.',
    );
  });
});
