'use client'

import { useTranslations } from 'next-intl'
import { Command } from './copy-text.tsx'

/** The commands that do what this page does, quietly at its end. */
export function CliHint({ command }: { command: string | readonly string[] }) {
  const t = useTranslations('common')
  return (
    <div className="mt-auto flex flex-wrap items-center gap-x-3 border-t pt-3 text-xs text-faint">
      <span>{t('fromTerminal')}</span>
      {[command].flat().map((one) => (
        <Command key={one} command={one} quiet />
      ))}
    </div>
  )
}
