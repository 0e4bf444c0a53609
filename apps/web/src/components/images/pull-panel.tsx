'use client'

import { Panel } from '@berth/ui/panel.tsx'
import { useTranslations } from 'next-intl'
import { Command } from '../copy-text.tsx'
import { pullCommands } from './pull-commands.ts'

/** How an image is fetched, by the client that one has. */
export function PullPanel({ pull }: { pull: string }) {
  const t = useTranslations('images')
  const commands = pullCommands(pull)
  return (
    <Panel title={t('pull')}>
      <div className="grid grid-cols-1 gap-2">
        <Command command={commands.docker} />
        <Command command={commands.podman} />
        <Command command={commands.skopeo} />
      </div>
    </Panel>
  )
}
