'use client'

import { useTranslations } from 'next-intl'
import { Command } from './copy-text.tsx'

/** The command that does what this page does, quietly at its end. */
export function CliHint({ command }: { command: string }) {
  const t = useTranslations('common')
  return (
    <div className="mt-auto flex flex-wrap items-center gap-x-3 border-t pt-3 text-xs text-faint">
      <span>{t('fromTerminal')}</span>
      <Command command={command} quiet />
    </div>
  )
}
