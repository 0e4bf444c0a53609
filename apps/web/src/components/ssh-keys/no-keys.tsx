'use client'

import { useTranslations } from 'next-intl'
import { Command } from '../copy-text.tsx'

/** How a key is made, and added from a terminal. */
export function NoKeys({ command }: { command: string }) {
  const t = useTranslations('sshKeys')
  return (
    <div className="grid grid-cols-1 gap-2 p-4">
      <p className="text-sm">
        <span className="font-medium">{t('empty')}</span>
        <span className="block text-muted">{t('emptyHint')}</span>
      </p>
      <Command command="ssh-keygen -t ed25519" />
      <Command command={command} />
    </div>
  )
}
