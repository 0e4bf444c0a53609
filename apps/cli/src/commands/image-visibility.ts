import { BerthError } from '@berth/core'
import { parseReference } from '@berth/oci'
import { printJson, say } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { askLine } from '../terminal/ask-line.ts'

/** What is public can be read by anybody who reaches the platform, so it asks first. */
export async function setVisibility(
  name: string,
  isPublic: boolean,
  options: SessionOptions & { readonly yes?: boolean },
): Promise<void> {
  const session = await openSession(options)
  const tenant = await session.tenant()
  const { repository } = parseReference(name, { tenant, host: new URL(session.url).host })
  if (isPublic && !options.yes) {
    say(
      `everybody who reaches ${new URL(session.url).host} will be able to pull all of ${repository}, without signing in`,
    )
    const typed = await askLine(`Type ${repository} to go on: `, { orElse: 'confirm with --yes' })
    if (typed !== repository) throw new BerthError('input.invalid', `${repository} is private as before`)
  }
  await session.api.imageRules.setPublic.mutate({ tenant, repository, public: isPublic })
  if (options.json) return printJson({ repository, public: isPublic })
  say(`${repository} is ${isPublic ? 'public: everybody may pull it' : 'private: members may pull it'}`)
}
