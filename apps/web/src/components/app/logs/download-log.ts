import { saveAs } from '../../../save-as.ts'
import { plainText } from './ansi.ts'
import type { BufferedLine } from './log-buffer.ts'

/** Saves the lines as a text file: time, instance, stream, text. */
export function downloadLog(name: string, lines: readonly BufferedLine[]): void {
  const text = lines
    .map((line) => `${line.at} ${line.containerId} ${line.stream} ${plainText(line.text)}\n`)
    .join('')
  downloadText(name, text)
}

export function downloadText(name: string, text: string): void {
  saveAs(name, new Blob([text], { type: 'text/plain' }))
}
