'use client'

import { CopyButton } from '@berth/ui/copy-button.tsx'
import { Copyable } from '@berth/ui/copyable.tsx'
import { CommandLine } from '@berth/ui/command-line.tsx'
import { useTranslations } from 'next-intl'

/** Copy controls with the visitor's words. */
export function Copy({ text }: { text: string }) {
  const t = useTranslations('common')
  return <CopyButton text={text} label={t('copy')} copiedLabel={t('copied')} />
}

export function CopyId(props: { text: string; shown?: string; className?: string }) {
  const t = useTranslations('common')
  return <Copyable {...props} copyLabel={t('copy')} copiedLabel={t('copied')} />
}

export function Command(props: { command: string; quiet?: boolean; className?: string }) {
  const t = useTranslations('common')
  return <CommandLine {...props} copyLabel={t('copyCommand')} copiedLabel={t('copied')} />
}
