/** One system call as a filter sees it: struct seccomp_data without the instruction pointer. */
export type FilteredCall = {
  readonly audit: number
  readonly number: number
  /** from the first; those that are left out are 0 */
  readonly args?: readonly bigint[]
}

/** Runs a seccomp filter as the kernel does; returns SECCOMP_RET_*. */
export function runFilter(program: Uint8Array, { audit, number, args = [] }: FilteredCall): number {
  const data = new DataView(new ArrayBuffer(64))
  data.setUint32(0, number, true)
  data.setUint32(4, audit, true)
  for (const [i, value] of args.entries()) data.setBigUint64(16 + 8 * i, value, true)
  const code = new DataView(program.buffer, program.byteOffset, program.byteLength)
  let a = 0
  for (let pc = 0; pc < program.length / 8; pc++) {
    const k = code.getUint32(pc * 8 + 4, true)
    const jump = (taken: boolean) => code.getUint8(pc * 8 + (taken ? 2 : 3))
    switch (code.getUint16(pc * 8, true)) {
      case 0x20:
        a = data.getUint32(k, true)
        break
      case 0x54:
        a = (a & k) >>> 0
        break
      case 0x05:
        pc += k
        break
      case 0x15:
        pc += jump(a === k)
        break
      case 0x25:
        pc += jump(a > k)
        break
      case 0x35:
        pc += jump(a >= k)
        break
      case 0x45:
        pc += jump((a & k) !== 0)
        break
      case 0x06:
        return k
      default:
        throw new Error(`unknown instruction at ${pc}`)
    }
  }
  throw new Error('the filter ends without a decision')
}
