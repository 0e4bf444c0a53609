const HTTPS = 443

/** What a token is bound to: `host`, or `host:port` where that is not the usual one of https. */
export function serverOf({ host, port }: { readonly host: string; readonly port: number }): string {
  return port === HTTPS ? host : `${host}:${port}`
}
