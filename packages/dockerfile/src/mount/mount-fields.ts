import type { MountFlag } from '../ast/argument.ts'
import type { Place } from '../ast/place.ts'
import { closest } from '../read/closest.ts'
import { refuse } from '../read/refuse.ts'

const ALIASES: Readonly<Record<string, string>> = {
  src: 'source',
  dst: 'target',
  destination: 'target',
  ro: 'readonly',
  rw: 'readwrite',
}
const ALONE = ['readonly', 'readwrite', 'required']
const UNITS = ['', 'k', 'm', 'g', 't', 'p']

/** The fields of one `--mount`, each read as what it is. */
export class MountFields {
  readonly place: Place
  private readonly values = new Map<string, string>()

  constructor(flag: MountFlag, fill: (text: string) => string) {
    this.place = flag.place
    for (const { name, value } of flag.fields) {
      const known = ALIASES[name] ?? name
      if (value === null && !ALONE.includes(known))
        throw refuse(flag.place, `"${name}" of a mount has no value: ${name}=…`)
      this.values.set(known, value === null ? 'true' : fill(value))
    }
  }

  allow(names: readonly string[], what: string): void {
    for (const name of this.values.keys())
      if (name !== 'type' && !names.includes(name))
        throw refuse(this.place, `${what} has no "${name}"${closest(name, names)}`)
  }

  text(name: string): string | null {
    return this.values.get(name) || null
  }

  needed(name: string): string {
    const text = this.text(name)
    if (text === null) throw refuse(this.place, `the mount has no ${name}: ${name}=…`)
    return text
  }

  oneOf<const Value extends string>(name: string, values: readonly Value[]): Value | undefined {
    const text = this.values.get(name)?.toLowerCase()
    const found = values.find((value) => value === text)
    if (text !== undefined && !found)
      throw refuse(
        this.place,
        `${name} of a mount is ${values.join(', ')}, not "${text}"${closest(text, values)}`,
      )
    return found
  }

  flag(name: string): boolean | undefined {
    const text = this.values.get(name)?.toLowerCase()
    if (text === undefined) return undefined
    if (['1', 't', 'true'].includes(text)) return true
    if (['0', 'f', 'false'].includes(text)) return false
    throw refuse(this.place, `${name} of a mount is true or false, not "${text}"`)
  }

  /** undefined: neither `readonly` nor `readwrite` is given */
  writable(): boolean | undefined {
    const readOnly = this.flag('readonly')
    return this.flag('readwrite') ?? (readOnly === undefined ? undefined : !readOnly)
  }

  owned() {
    return { mode: this.number('mode', 8), uid: this.number('uid', 10), gid: this.number('gid', 10) }
  }

  /** `64m`, `1GiB`, `1024`; units are powers of 1024 */
  bytes(name: string): number | null {
    const text = this.text(name)
    if (text === null) return null
    const [, digits = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([kmgtp]?)(?:i?b)?$/i.exec(text) ?? []
    if (digits === '') throw refuse(this.place, `${name} of a mount is a size such as 64m, not "${text}"`)
    return Math.floor(Number(digits) * 1024 ** UNITS.indexOf(unit.toLowerCase()))
  }

  private number(name: string, base: 8 | 10): number | null {
    const text = this.text(name)
    if (text === null) return null
    const isNumber = base === 8 ? /^[0-7]{1,7}$/.test(text) : /^\d{1,10}$/.test(text)
    const value = Number.parseInt(text, base)
    if (!isNumber || value > 0xffffffff)
      throw refuse(
        this.place,
        `${name} of a mount is ${base === 8 ? 'an octal mode' : 'a number'}, not "${text}"`,
      )
    return value
  }
}
