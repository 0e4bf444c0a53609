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

/** What a conditional jump can reach; a farther one goes over an unconditional jump, which reaches everywhere. */
const REACH = 255

type Layout = { readonly addresses: ReadonlyMap<string, number>; readonly far: ReadonlySet<number> }

export function assemble(lines: readonly Line[]): Instruction[] {
  const { addresses, far } = layOut(lines)
  const program: Instruction[] = []
  for (const [i, line] of lines.entries()) {
    switch (line.kind) {
      case 'do':
        program.push({ code: line.code, jt: 0, jf: 0, k: line.k })
        break
      case 'goto':
        program.push(jumpTo(line.to))
        break
      case 'if':
        if (far.has(i)) program.push({ code: line.code, jt: 0, jf: 1, k: line.k }, jumpTo(line.to, 1))
        else program.push({ code: line.code, jt: offsetTo(line.to), jf: 0, k: line.k })
        break
      case 'label':
        break
    }
  }
  return program

  function jumpTo(label: string, ahead = 0): Instruction {
    return { code: BPF.jump, jt: 0, jf: 0, k: offsetTo(label) - ahead }
  }

  function offsetTo(label: string): number {
    const offset = addressOf(label, addresses) - program.length - 1
    if (offset < 0) throw new RangeError(`the filter would jump back to "${label}"`)
    return offset
  }
}

/** Begins with short jumps only; each round makes those long that cannot reach, until all can. */
function layOut(lines: readonly Line[]): Layout {
  const far = new Set<number>()
  for (;;) {
    const starts: number[] = []
    const addresses = new Map<string, number>()
    let address = 0
    for (const [i, line] of lines.entries()) {
      starts.push(address)
      if (line.kind === 'label') addresses.set(line.name, address)
      else address += far.has(i) ? 2 : 1
    }
    const before = far.size
    for (const [i, line] of lines.entries()) {
      if (line.kind === 'if' && addressOf(line.to, addresses) - (starts[i] ?? 0) - 1 > REACH) far.add(i)
    }
    if (far.size === before) return { addresses, far }
  }
}

function addressOf(label: string, addresses: ReadonlyMap<string, number>): number {
  const address = addresses.get(label)
  if (address === undefined) throw new RangeError(`no label "${label}" in the filter`)
  return address
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
