import type { GitText } from './git-fields.tsx'

/** The command that does what the form does. */
export function gitCommand(app: string, { url, branch, directory }: GitText): string {
  return [
    `berth deploy ${app || 'APP'} --git ${url.trim() || 'URL'}`,
    ...(branch === '' ? [] : [`--branch ${branch}`]),
    ...(directory === '' ? [] : [`--directory ${directory}`]),
    '--wait',
  ].join(' ')
}
