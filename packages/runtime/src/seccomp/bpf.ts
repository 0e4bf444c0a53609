/** Classic BPF, as far as seccomp filters need it (linux/filter.h, linux/bpf_common.h). */
export const BPF = {
  loadWord: 0x20,
  and: 0x54,
  jump: 0x05,
  jumpEqual: 0x15,
  jumpGreater: 0x25,
  jumpGreaterEqual: 0x35,
  return: 0x06,
} as const

export type Instruction = {
  readonly code: number
  readonly jt: number
  readonly jf: number
  readonly k: number
}

/** A line of a program before its labels are known. A comparison goes on with the next line when it is false. */
export type Line =
  | { readonly kind: 'do'; readonly code: number; readonly k: number }
  | { readonly kind: 'if'; readonly code: number; readonly k: number; readonly to: string }
  | { readonly kind: 'goto'; readonly to: string }
  | { readonly kind: 'label'; readonly name: string }

/** Conditional jumps reach 255 lines only, so each goes over an unconditional one, which reaches everywhere. */
export function assemble(lines: readonly Line[]): Instruction[] {
  const addresses = new Map<string, number>()
  let address = 0
  for (const line of lines) {
    if (line.kind === 'label') addresses.set(line.name, address)
    else address += line.kind === 'if' ? 2 : 1
  }
  const program: Instruction[] = []
  for (const line of lines) {
    if (line.kind === 'do') program.push({ code: line.code, jt: 0, jf: 0, k: line.k })
    if (line.kind === 'if') program.push({ code: line.code, jt: 0, jf: 1, k: line.k })
    if (line.kind === 'if') program.push(jumpTo(line.to))
    if (line.kind === 'goto') program.push(jumpTo(line.to))
  }
  return program

  function jumpTo(label: string): Instruction {
    const target = addresses.get(label)
    if (target === undefined) throw new RangeError(`no label "${label}" in the filter`)
    const offset = target - program.length - 1
    if (offset < 0) throw new RangeError(`the filter would jump back to "${label}"`)
    return { code: BPF.jump, jt: 0, jf: 0, k: offset }
  }
}

/** struct sock_filter: u16 code, u8 jt, u8 jf, u32 k, little-endian on both of our machines. */
export function encodeProgram(program: readonly Instruction[]): Uint8Array {
  const bytes = new Uint8Array(program.length * 8)
  const view = new DataView(bytes.buffer)
  for (const [i, { code, jt, jf, k }] of program.entries()) {
    view.setUint16(i * 8, code, true)
    view.setUint8(i * 8 + 2, jt)
    view.setUint8(i * 8 + 3, jf)
    view.setUint32(i * 8 + 4, k >>> 0, true)
  }
  return bytes
}
