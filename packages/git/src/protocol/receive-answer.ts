import { FLUSH, pktLine } from './pkt-line.ts'

const NOTHING = '0'.repeat(40)
const CAPABILITIES =
  'report-status delete-refs side-band-64k quiet atomic ofs-delta object-format=sha1 agent=berth'

/** What is here, for `git push`: gitprotocol-pack(5), "Reference Discovery". */
export function advertiseRefs(refs: ReadonlyMap<string, string>): Buffer {
  const [first, ...rest] = refs.size > 0 ? [...refs] : [['capabilities^{}', NOTHING] as const]
  return Buffer.concat([
    pktLine(`${first?.[1]} ${first?.[0]}\0${CAPABILITIES}\n`),
    ...rest.map(([name, commit]) => pktLine(`${commit} ${name}\n`)),
    FLUSH,
  ])
}

/** `why` null: done. One line, as git shows it in brackets. */
export type RefResult = { readonly name: string; readonly why: string | null }

/** report-status of gitprotocol-pack(5). `unpacked` null: the objects were taken. */
export function reportStatus(unpacked: string | null, results: readonly RefResult[]): Buffer {
  return Buffer.concat([
    pktLine(`unpack ${unpacked === null ? 'ok' : oneLine(unpacked)}\n`),
    ...results.map(({ name, why }) =>
      pktLine(why === null ? `ok ${name}\n` : `ng ${name} ${oneLine(why)}\n`),
    ),
    FLUSH,
  ])
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().slice(0, 500)
}
