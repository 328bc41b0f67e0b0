import type { GraphNode } from "../../graph/model";
import { types } from "../../graph/links";
import { expects, off, on, unsure, type Context, type Mechanism } from "../context";
import { zero } from "../figures";
import type { Copy, Link } from "../model";
import { placeName } from "../offsite";
import { KMS_PRIMARY_KEYS, KMS_REPLICA_KEYS, RANDOM, SECRETS } from "../types";
import { copyOf, destinationOf, originalsOf, urns } from "./support";
import { isList, isUnknown } from "../../graph/value";

const UNCHANGING = "key material does not change, so no copy of it is ever behind";
const KMS_GUIDE = "docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html";

/** KMS multi-region keys and their replicas, with AWS's material or with imported material. */
export const kmsMultiRegion: Mechanism = (context) =>
  context.ofTypes(KMS_REPLICA_KEYS).flatMap((replica) => {
    const place = context.place(replica);
    return originalsOf(replica, context.links.resolve(replica, ["primaryKeyArn"], { types: KMS_PRIMARY_KEYS })).map(({ node, link }) =>
      copyOf({
        of: node.urn,
        at: replica.urn,
        mechanism: "aws-kms-multi-region-replica",
        kind: "export",
        place,
        lag: zero(UNCHANGING, KMS_GUIDE),
        recovery: zero("a replica is a key of its own and works at once", KMS_GUIDE),
        links: [
          link,
          on("replica", `"${replica.name}" in ${placeName(place)}`, replica),
          expects("multi-region", node, ["multiRegion"], [true], "off", `set multiRegion of "${node.name}" to true (a new key)`),
          enabled(replica),
          ...(replica.type.includes("External") ? [material(replica), sameMaterial(node, replica)] : []),
        ],
        keys: [],
      }),
    );
  });

function enabled(key: GraphNode): Link {
  return expects("enabled", key, ["enabled"], [true], "on", `set enabled of "${key.name}" to true`);
}

function material(key: GraphNode): Link {
  const value = key.inputs["keyMaterialBase64"];
  return value === undefined ? off("key material", `nothing is imported into "${key.name}"`, `set keyMaterialBase64 of "${key.name}"`, key) : on("key material", `imported into "${key.name}"`, key);
}

/** Both imports must have one origin. Values are compared, never shown. */
function sameMaterial(a: GraphNode, b: GraphNode): Link {
  const name = "same material";
  const [one, other] = [a.inputs["keyMaterialBase64"], b.inputs["keyMaterialBase64"]];
  const fix = `import the material of "${a.name}" into "${b.name}" too`;
  if (typeof one === "string" && typeof other === "string") return one === other ? on(name, `"${a.name}" and "${b.name}" were given the same`, b) : off(name, `"${a.name}" and "${b.name}" were given different material`, fix, b);
  const [from, to] = [a, b].map((node) => (node.propertyDependencies["keyMaterialBase64"] ?? []).join());
  if (isUnknown(one) && isUnknown(other) && from !== "" && from === to) return on(name, "both come from one resource", b);
  return unsure(name, `whether "${a.name}" and "${b.name}" hold the same material cannot be told`, fix, b);
}

/** Secrets Manager replicas. */
export const secretReplicas: Mechanism = (context) =>
  context.ofTypes(SECRETS).flatMap((secret) => {
    const replicas = secret.inputs["replicas"];
    const mechanism = "aws-secretsmanager-replica";
    const entries = isList(replicas) ? replicas : replicas === undefined || replicas === null ? [] : [replicas];
    return entries.map((_, index) => {
      const path = ["replicas", index];
      const region = isList(replicas) ? replicas[index] : undefined;
      const code = typeof region === "object" && region !== null && !Array.isArray(region) ? (region as { readonly region?: unknown }).region : undefined;
      const place = typeof code === "string" ? context.places.at("aws", code, context.places.accountOf(secret)) : { known: false, why: `replicas of "${secret.name}" are not known yet`, provider: "aws" };
      const key = context.keysAt(secret, [...path, "kmsKeyId"], new Set(urns(context.keysAt(secret, ["kmsKeyId"]).keys)));
      const elsewhere = key.keys.find((one) => context.place(one).known && place.known && context.place(one).region !== place.region);
      return copyOf({
        of: secret.urn,
        at: undefined,
        mechanism,
        kind: "replica",
        place,
        lag: context.figures.rpo(mechanism),
        recovery: zero("a replica is read in its own region", "docs.aws.amazon.com/secretsmanager/latest/userguide/replicate-secrets.html"),
        links: [
          place.known ? on("destination", placeName(place), secret) : unsure("destination", place.why ?? "not known", "write the replicas out", secret),
          elsewhere === undefined
            ? on("key at the destination", key.set ? `readable with ${key.keys.map((one) => `"${one.name}"`).join(", ") || "a key outside this stack"}` : "AWS's own key in that region", secret)
            : off("key at the destination", `the key "${elsewhere.name}" is not in ${place.region ?? "that region"}`, `name a key in ${place.region ?? "that region"} in replicas of "${secret.name}"`, secret),
        ],
        keys: urns(key.keys),
      });
    });
  });

/** Where a generated value is kept besides the state: the type, the inputs that hold it, and the resource that it thereby gives to. */
const KEEPERS: readonly { readonly type: string; readonly inputs: readonly string[]; readonly owner?: { readonly input: string; readonly types: ReadonlySet<string> } }[] = [
  { type: "aws:secretsmanager/secretVersion:SecretVersion", inputs: ["secretString", "secretBinary"], owner: { input: "secretId", types: SECRETS } },
  { type: "aws:ssm/parameter:Parameter", inputs: ["value"] },
  { type: "aws:kms/externalKey:ExternalKey", inputs: ["keyMaterialBase64"] },
  { type: "aws:kms/replicaExternalKey:ReplicaExternalKey", inputs: ["keyMaterialBase64"] },
  { type: "ovh:Okms/secret:Secret", inputs: ["version"] },
  { type: "ovh:Okms/serviceKeyJWK:ServiceKeyJWK", inputs: ["keys"] },
];

/** Generated values (random.*) that are written into a secret store or imported as a key: they outlive the Pulumi state there. */
export const generatedValues: Mechanism = (context) =>
  KEEPERS.flatMap((keeper) =>
    context.ofTypes([keeper.type]).flatMap((node) =>
      keeper.inputs.flatMap((input) => {
        const origins = (node.propertyDependencies[input] ?? []).flatMap((urn) => context.graph.byUrn.get(urn) ?? []).filter((origin) => RANDOM.has(origin.type));
        return origins.flatMap((origin) => kept(context, origin, node, input, keeper.owner));
      }),
    ),
  );

function kept(context: Context, origin: GraphNode, keeper: GraphNode, input: string, owner: (typeof KEEPERS)[number]["owner"]): readonly Copy[] {
  const target = owner === undefined ? undefined : context.links.resolve(keeper, [owner.input], { types: owner.types });
  const destination = target === undefined || owner === undefined ? { node: keeper, place: context.place(keeper), link: on("destination", placeName(context.place(keeper)), keeper) } : destinationOf(context, keeper, [owner.input], target, "a secret of this stack");
  const holder = destination.node ?? keeper;
  return [
    copyOf({
      of: origin.urn,
      at: holder.urn,
      mechanism: keeper.type.includes("serviceKeyJWK") ? "ovh-okms-import" : keeper.type.startsWith("aws:kms") ? "aws-kms-import" : "secret-store",
      kind: "export",
      place: destination.place,
      lag: zero("written when it is generated, and again whenever it changes"),
      recovery: zero("in use there already"),
      links: [on("written", `${input} of "${keeper.name}" takes it from "${origin.name}"`, keeper), destination.link],
      keys: urns(context.encryption(holder).keys),
    }),
  ];
}

/** Values given to a secret store by the program are in the Pulumi state as well. */
export const storedInState: Mechanism = (context) => {
  const versions = context.companions(["aws:secretsmanager/secretVersion:SecretVersion"], "secretId", SECRETS);
  const state = context.places.state();
  const fromState = (of: GraphNode, by: GraphNode): Copy =>
    copyOf({
      of: of.urn,
      at: undefined,
      mechanism: "pulumi-state",
      kind: "export",
      place: state,
      lag: zero("the state holds what was written last"),
      recovery: context.figures.rto("restore-from-code"),
      links: [on("written by the program", `"${by.name}"`, by), state.known ? on("state", placeName(state)) : unsure("state", state.why ?? "not known", "set stateBackend in the settings")],
      keys: [],
    });
  return [
    ...context.ofTypes(SECRETS).flatMap((secret) => (versions.get(secret.urn) ?? []).filter((version) => version.inputs["secretString"] !== undefined || version.inputs["secretBinary"] !== undefined).map((version) => fromState(secret, version))),
    ...context.ofTypes(types("ovh:Okms/secret:Secret")).map((secret) => fromState(secret, secret)),
    ...context.ofTypes(types("ovh:Okms/serviceKeyJWK:ServiceKeyJWK")).map((key) => fromState(key, key)),
    ...context.ofTypes(types("aws:ssm/parameter:Parameter")).flatMap((parameter) => (parameter.inputs["value"] === undefined ? [] : [fromState(parameter, parameter)])),
  ];
};
