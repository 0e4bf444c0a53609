'use client'

import { Callout } from '@berth/ui/callout.tsx'
import { useTranslations } from 'next-intl'
import { ChangeList } from './change-list.tsx'
import type { Draft } from './read-draft.ts'

/** What is wrong with a draft, with its line, or what it would change. */
export function DraftLook({ draft, project }: { draft: Draft; project: string }) {
  const t = useTranslations('manifest')
  if (draft.kind === 'wrong') {
    const { line, column, message } = draft.problem
    return (
      <Callout tone="bad" role="alert" title={t('wrong', { line, column })}>
        <p className="font-mono text-xs [overflow-wrap:anywhere]">{message}</p>
      </Callout>
    )
  }
  const { changes, shared, atOnce, forBuild } = draft
  return (
    <>
      {changes.length + shared.length + atOnce.length === 0 ? (
        <p className="text-sm text-muted">{t('nothing')}</p>
      ) : null}
      <ChangeList title={t('inRelease')} changes={changes} />
      <ChangeList title={t('ofProject', { project })} changes={shared} />
      <ChangeList title={t('atOnce')} changes={atOnce} />
      {forBuild ? <p className="text-xs text-muted">{t('forBuild')}</p> : null}
    </>
  )
}
