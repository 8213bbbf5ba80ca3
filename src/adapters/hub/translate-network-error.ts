import { HeimdexError } from '../../domain/errors.ts';
import { TransferInterrupted } from '../../domain/ports/model-source.ts';

const CERTIFICATE =
  /^(?:CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|ERR_TLS_CERT|ERR_SSL_|HOSTNAME_MISMATCH|INVALID_CA)/;

const IN_WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was cut',
  EHOSTUNREACH: 'there is no way to the host',
  ENETUNREACH: 'there is no network',
  ENOTFOUND: 'the name of the host is not known',
  EAI_AGAIN: 'the name of the host could not be looked up',
  ETIMEDOUT: 'the connection timed out',
  UND_ERR_CONNECT_TIMEOUT: 'the connection timed out',
  UND_ERR_HEADERS_TIMEOUT: 'the server did not answer',
  UND_ERR_BODY_TIMEOUT: 'no more bytes came',
  UND_ERR_SOCKET: 'the connection was cut',
};

/** An error of a connection in heimdex's words: most may pass; a bad certificate or a proxy's refusal will not. */
export function translateNetworkError(error: unknown, host?: string): TransferInterrupted | HeimdexError {
  if (error instanceof TransferInterrupted || error instanceof HeimdexError) return error;
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  const who = host === undefined ? '' : `${host}: `;
  if (CERTIFICATE.test(code)) {
    return new HeimdexError('network', `${who}the certificate is not trusted (${code})`, {
      hint: 'where a proxy opens TLS, name its certificate in NODE_EXTRA_CA_CERTS',
      cause: error,
    });
  }
  const refusal = /^Proxy response \((\d+)\)/.exec(message)?.[1];
  if (refusal !== undefined) {
    const hint =
      refusal === '407'
        ? 'put user and password into HTTPS_PROXY: http://user:password@proxy.example:3128'
        : 'see whether the proxy allows this host';
    return new HeimdexError('network', `${who}the proxy refused the connection (${refusal})`, {
      hint,
      cause: error,
    });
  }
  const words = IN_WORDS[code] ?? message;
  return new TransferInterrupted(`${who}${words}${code === '' ? '' : ` (${code})`}`, { cause: error });
}

/** Where several addresses of a host were tried, the error is a list: its first tells enough. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
