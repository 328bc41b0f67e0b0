import type { ServiceError, UntypedServiceImplementation, sendUnaryData, ServerUnaryCall } from "@grpc/grpc-js";
import { Server, ServerCredentials, status } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Failure } from "./model";
import type { Provider } from "./provider";
import { fromWire, toWire } from "./wire";

/** Messages carry whole states; the engine allows as much (sdk/go/common/util/rpcutil). */
const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;

type Handler<Request, Response> = (request: Request) => Promise<Response>;

/**
 * Serves a provider to the engine over gRPC. The SDK's own server (`@pulumi/pulumi/provider`) has no way for configuration to
 * fail, nor tells a preview from an update, so the protocol is spoken here.
 * @returns the port on the loopback interface
 */
export async function serve(provider: Provider, version: string): Promise<number> {
  const server = new Server({ "grpc.max_receive_message_length": MAX_MESSAGE_BYTES, "grpc.max_send_message_length": MAX_MESSAGE_BYTES });
  server.addService(ResourceProviderService, handlers(provider, version));
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
      if (error === null) resolve(port);
      else reject(error);
    });
  });
}

function handlers(provider: Provider, version: string): UntypedServiceImplementation {
  return {
    getPluginInfo: unary(async () => {
      const info = new PluginInfo();
      info.setVersion(version);
      return info;
    }),
    attach: unary(async () => new Empty()),
    cancel: unary(async () => new Empty()),
    getSchema: unary(async () => {
      const response = new messages.GetSchemaResponse();
      response.setSchema("{}");
      return response;
    }),
    ...configuration(provider),
    ...resources(provider),
    ...changes(provider),
  };
}

function configuration(provider: Provider): UntypedServiceImplementation {
  return {
    checkConfig: unary(async (request: messages.CheckRequest) => {
      const response = new messages.CheckResponse();
      response.setFailuresList(failures(await provider.checkConfig(request.getUrn(), fromWire(request.getNews()))));
      response.setInputs(request.getNews());
      return response;
    }),
    diffConfig: unary(async (request: messages.DiffRequest) => {
      const before = request.getOldInputs() ?? request.getOlds();
      return difference(await provider.diffConfig(request.getUrn(), fromWire(before), fromWire(request.getNews())), [], false);
    }),
    configure: unary(async (request: messages.ConfigureRequest) => {
      await provider.configure(fromWire(request.getArgs()));
      const response = new messages.ConfigureResponse();
      response.setSupportspreview(true);
      return response;
    }),
    invoke: unary(async (request: messages.InvokeRequest) => {
      const response = new messages.InvokeResponse();
      response.setReturn(toWire(await provider.invoke(request.getTok(), fromWire(request.getArgs()))));
      return response;
    }),
  };
}

function resources(provider: Provider): UntypedServiceImplementation {
  return {
    check: unary(async (request: messages.CheckRequest) => {
      const response = new messages.CheckResponse();
      response.setFailuresList(failures(await provider.check(request.getUrn(), request.getType(), fromWire(request.getNews()))));
      response.setInputs(request.getNews());
      return response;
    }),
    diff: unary(async (request: messages.DiffRequest) => {
      const found = await provider.diff(request.getUrn(), request.getType(), fromWire(request.getOldInputs()), fromWire(request.getOlds()), fromWire(request.getNews()));
      return difference(found.changed, found.replaces, found.deleteFirst);
    }),
    read: unary(async (request: messages.ReadRequest) => {
      const found = await provider.read(request.getUrn(), request.getType(), request.getId(), fromWire(request.getInputs()), fromWire(request.getProperties()));
      const response = new messages.ReadResponse();
      response.setId(found.id);
      response.setProperties(toWire(found.outputs));
      response.setInputs(toWire(found.inputs));
      return response;
    }),
  };
}

function changes(provider: Provider): UntypedServiceImplementation {
  return {
    create: unary(async (request: messages.CreateRequest) => {
      const made = await provider.create(request.getUrn(), request.getType(), fromWire(request.getProperties()), request.getPreview());
      const response = new messages.CreateResponse();
      response.setId(made.id);
      response.setProperties(toWire(made.outputs));
      return response;
    }),
    update: unary(async (request: messages.UpdateRequest) => {
      const outputs = await provider.update(request.getUrn(), request.getType(), request.getId(), fromWire(request.getOlds()), fromWire(request.getNews()), request.getPreview());
      const response = new messages.UpdateResponse();
      response.setProperties(toWire(outputs));
      return response;
    }),
    delete: unary(async (request: messages.DeleteRequest) => {
      await provider.delete(request.getUrn(), request.getType(), request.getId(), fromWire(request.getProperties()));
      return new Empty();
    }),
  };
}

function unary<Request, Response>(handler: Handler<Request, Response>) {
  return (call: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>): void => {
    handler(call.request).then(
      (response) => callback(null, response),
      (error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        const failure: Partial<ServiceError> = { code: status.UNKNOWN, details: message, message };
        callback(failure);
      },
    );
  };
}

function failures(list: readonly Failure[]): messages.CheckFailure[] {
  return list.map(({ property, reason }) => {
    const failure = new messages.CheckFailure();
    failure.setProperty(property);
    failure.setReason(reason);
    return failure;
  });
}

function difference(changed: readonly string[], replaces: readonly string[], deleteFirst: boolean): messages.DiffResponse {
  const response = new messages.DiffResponse();
  const { DIFF_SOME, DIFF_NONE } = messages.DiffResponse.DiffChanges;
  response.setChanges(changed.length + replaces.length > 0 ? DIFF_SOME : DIFF_NONE);
  response.setDiffsList([...changed]);
  response.setReplacesList([...replaces]);
  response.setDeletebeforereplace(deleteFirst);
  return response;
}
