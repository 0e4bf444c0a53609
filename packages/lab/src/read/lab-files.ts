import type { Problem } from '@berth/yaml'
import { filePath } from '../fields/text.ts'

export const LAB_FILE = 'lab.yml'

/** Path → text of everything in a lab's folder. */
export type LabFiles = Readonly<Record<string, string>>

/** What is too much is no exercise: it belongs into an image. */
const MOST = { files: 100, characters: 256 * 1024, all: 1024 * 1024 }

/** Of one page of instructions, and of all: what a class reads, and what is read anew at each keystroke of its author. */
const MOST_READ = { page: 64 * 1024, all: 256 * 1024 }

/** What is wrong with the folder itself. */
export function checkFiles(files: LabFiles): Problem[] {
  const paths = Object.keys(files)
  const problem = (file: string, message: string): Problem => ({
    file,
    message,
    line: 1,
    column: 1,
    text: '',
  })
  if (paths.length > MOST.files) return [problem(LAB_FILE, `the lab has more than ${MOST.files} files`)]
  const all = Object.values(files).reduce((sum, text) => sum + text.length, 0)
  if (all > MOST.all) return [problem(LAB_FILE, 'the files of the lab are more than 1 MiB together')]
  const pages = paths.filter((path) => path.endsWith('.md'))
  if (pages.reduce((sum, path) => sum + (files[path]?.length ?? 0), 0) > MOST_READ.all)
    return [problem(LAB_FILE, 'the Markdown files of the lab are more than 256 KiB together')]
  return paths.flatMap((path) => {
    if (!filePath.safeParse(path).success)
      return [problem(LAB_FILE, `"${path.slice(0, 200)}" is no path of a lab: use A-Z, a-z, 0-9 and . _ -`)]
    const text = files[path] ?? ''
    if (text.length > MOST.characters) return [problem(path, 'is longer than 256 KiB')]
    if (path.endsWith('.md') && text.length > MOST_READ.page) return [problem(path, 'is longer than 64 KiB')]
    return text.includes('\0') ? [problem(path, 'is no text')] : []
  })
}
