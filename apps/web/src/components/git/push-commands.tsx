'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useMe } from '../../session/me-context.ts'
import { Command } from '../copy-text.tsx'
import { httpsAddress, sshAddress } from './git-address.ts'

/** How code gets into an app by git, over HTTPS, and over SSH where that is on. */
export function PushCommands(props: { tenant: string; app: string; branch: string }) {
  const t = useTranslations('git')
  const { url, sshPort } = useMe()
  const ssh = sshAddress(url, sshPort, props)
  const push = `git push berth ${props.branch}`
  return (
    <>
      <CommandGroup
        title={t.rich('https', {
          link: (chunks) => (
            <Link
              href={`/t/${props.tenant}/tokens`}
              className="text-accent-text underline underline-offset-4"
            >
              {chunks}
            </Link>
          ),
        })}
        commands={[`git remote add berth ${httpsAddress(url, props)}`, push]}
      />
      {ssh ? (
        <CommandGroup
          title={t.rich('overSsh', {
            link: (chunks) => (
              <Link href="/account#ssh-keys" className="text-accent-text underline underline-offset-4">
                {chunks}
              </Link>
            ),
          })}
          commands={[`git remote add berth ${ssh}`, push]}
        />
      ) : null}
    </>
  )
}

/** Commands that belong together, and what they do. */
export function CommandGroup(props: { title: ReactNode; commands: readonly string[] }) {
  return (
    <div className="grid w-full max-w-2xl min-w-0 gap-2 text-left">
      <p className="text-xs text-muted">{props.title}</p>
      {props.commands.map((command) => (
        <Command key={command} command={command} />
      ))}
    </div>
  )
}
