import { CERTIFICATE_LIST, fileOf, type ServedCertificate } from './certificate-files.ts'

/** What the running HAProxy has: certificates that it keeps, and which of them serve what. */
export type RunningCertificates = {
  readonly kept: ReadonlySet<string>
  readonly serving: ReadonlyMap<string, string>
}

/** A call of the command socket, what it concerns, and what its answer must contain. */
export type CertificateCall = { readonly file: string; readonly command: string; readonly expect: RegExp }

const DONE = /Success!|created|Transaction (?:created|updated)|New empty certificate store/
const ANY = /^/

/**
 * The calls that bring its certificates to what the files say (management.txt, section 9.3). Pure. New ones first, so
 * that a host that gets another one is never without.
 */
export function planCertificates(
  running: RunningCertificates,
  wanted: readonly ServedCertificate[],
): { readonly add: readonly CertificateCall[][]; readonly remove: readonly CertificateCall[] } {
  const files = new Map(wanted.map((one) => [fileOf(one), one]))
  const gone = new Set([...running.serving.keys(), ...running.kept].filter((file) => !files.has(file)))
  return {
    add: [...files]
      .filter(([file, { host }]) => running.serving.get(file) !== host)
      .map(([file, one]) => addCalls(file, one, running)),
    remove: [...gone].flatMap((file) => [
      ...(running.serving.has(file)
        ? [{ file, command: `del ssl crt-list ${CERTIFICATE_LIST} ${file}`, expect: ANY }]
        : []),
      { file, command: `del ssl cert ${file}`, expect: ANY },
    ]),
  }
}

/** `show ssl cert`: names, with `*` before one that was given bytes and never committed. */
export function parseKept(answer: string): Set<string> {
  const names = answer
    .split('\n')
    .flatMap((line) => /^\*?(crt_[a-z0-9_]+\.pem)$/.exec(line.trim())?.[1] ?? [])
  return new Set(names)
}

/** `show ssl crt-list FILE`: `crt_a.pem example.org`. */
export function parseServing(answer: string): Map<string, string> {
  return new Map(
    answer.split('\n').flatMap((line) => {
      const [file = '', host = ''] = line.trim().split(' ')
      return file.startsWith('crt_') ? [[file, host] as const] : []
    }),
  )
}

function addCalls(file: string, one: ServedCertificate, { kept }: RunningCertificates): CertificateCall[] {
  return [
    ...(kept.has(file) ? [] : [{ file, command: `new ssl cert ${file}`, expect: DONE }]),
    { file, command: `set ssl cert ${file} <<\n${oneBlock(one.pem.reveal())}\n`, expect: DONE },
    { file, command: `commit ssl cert ${file}`, expect: DONE },
    { file, command: `add ssl crt-list ${CERTIFICATE_LIST} <<\n${file} ${one.host}\n`, expect: DONE },
  ]
}

/** An empty line would end what is given. */
function oneBlock(pem: string): string {
  return pem
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n')
}
