package cambio.server.surface.grpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;

/** A service of the contract that this version does not serve: every call says so. */
final class UnservedService {

  private UnservedService() {}

  static ServerServiceDefinition of(ServiceDescriptor service) {
    ServerServiceDefinition.Builder definition = ServerServiceDefinition.builder(service);
    service.getMethods().forEach(method -> definition.addMethod(method, refusal()));
    return definition.build();
  }

  private static <Q, A> ServerCallHandler<Q, A> refusal() {
    return (call, headers) -> {
      call.close(status(call.getMethodDescriptor().getFullMethodName()), new Metadata());
      return new ServerCall.Listener<>() {};
    };
  }

  /** The status of a method that is not served. */
  static Status status(String method) {
    return Status.UNIMPLEMENTED.withDescription(
        method + " is in the contract but not served by this version.");
  }
}
