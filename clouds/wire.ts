import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import type { Properties } from "./value";
import { withoutNulls } from "./value";

/** Properties from the engine's message; none if the field is not set, and none of those set to null. */
export function fromWire(struct: Struct | undefined): Properties {
  return struct === undefined ? {} : withoutNulls(struct.toJavaScript() as Properties);
}

/** Properties as the engine's message; keys without a value are left out. */
export function toWire(properties: Properties): Struct {
  return Struct.fromJavaScript(JSON.parse(JSON.stringify(properties)) as Record<string, JavaScriptValue>);
}
