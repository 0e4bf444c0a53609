import path from 'node:path'
import type { LabContainer, LabSpec } from '@berth/lab'

/** Where a file goes: a path that is not absolute lies below what the lab keeps, or where its shells begin. */
export function placedAt(
  wanted: string,
  { name, workdir }: Pick<LabContainer, 'name' | 'workdir'>,
  home: LabSpec['home'],
): string {
  const base = home?.container === name ? home.path : (workdir ?? '/')
  return path.posix.resolve('/', base, wanted)
}

/** `notes.txt` → `notes.new.txt`, then `notes.new2.txt`. */
export function besideOf(file: string, nth: number): string {
  const { dir, name, ext } = path.posix.parse(file)
  return path.posix.join(dir, `${name}.new${nth === 1 ? '' : nth}${ext}`)
}

/** Folders above a file, outermost first; `/` is always there. */
export function foldersOf(file: string): string[] {
  const dir = path.posix.dirname(file)
  return dir === '/' ? [] : [...foldersOf(dir), dir]
}
