import { CERTIFICATE_LIST } from './certificate-files.ts'

/** HAProxy reads its TLS sockets from this variable, as BERTH_DOOR_BIND has the others. */
export const TLS_BIND_VARIABLE = 'BERTH_DOOR_TLS_BIND'

/** Whoever asks for a name without a certificate is refused: no other name's certificate is shown in its place. */
export function tlsBind(bind = `"\${${TLS_BIND_VARIABLE}}"`): string {
  return `  bind ${bind} ssl strict-sni crt-list ${CERTIFICATE_LIST} alpn h2,http/1.1 ssl-min-ver TLSv1.2 no-tls-tickets`
}
