import type { Command } from '@berth/dockerfile'
import type { ImageSettings } from '../image-settings.ts'

const DEFAULT_SHELL = ['/bin/sh', '-c']

/** What is started for a command; in shell form it is the last argument of the image's shell. */
export function commandWords(command: Command, settings: ImageSettings): readonly string[] {
  return command.form === 'exec' ? command.words : shellWords(command.line, settings)
}

export function shellWords(line: string, settings: ImageSettings): readonly string[] {
  return [...(settings.Shell ?? DEFAULT_SHELL), line]
}

/** As Go prints a list of quoted words: `["a" "b"]` */
export function quoted(words: readonly string[]): string {
  return `[${words.map((word) => JSON.stringify(word)).join(' ')}]`
}
