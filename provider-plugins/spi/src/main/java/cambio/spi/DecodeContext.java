package cambio.spi;

/**
 * What a decoder is made from.
 *
 * @param head status and headers of the response
 * @param endpoint the endpoint that answered, for its quirks
 * @param stream whether a stream was asked for; what really came is in the content type
 */
public record DecodeContext(ResponseHead head, EndpointSpec endpoint, boolean stream) {}
