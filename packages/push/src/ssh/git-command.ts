import { type GitAddress, parseGitAddress } from '../git-address.ts'

export type GitCommand = GitAddress & { readonly service: 'git-upload-pack' | 'git-receive-pack' }

/**
 * What git asks for over SSH: one of two programs and a path in quotes, as git writes it. Anything else is undefined;
 * no shell ever sees it.
 */
export function parseGitCommand(text: string): GitCommand | undefined {
  const [, service, path = ''] =
    /^(git-upload-pack|git-receive-pack) '\/?([a-z0-9./-]{1,80})'$/.exec(text) ?? []
  const address = parseGitAddress(path.replace(/^git\//, ''))
  if (address === undefined || (service !== 'git-upload-pack' && service !== 'git-receive-pack'))
    return undefined
  return { ...address, service }
}
