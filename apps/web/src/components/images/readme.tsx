'use client'

import type { RepositoryDetails } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { EmptyState } from '@berth/ui/empty-state.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { FileText, Pencil } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useMay } from '../../session/use-may.ts'
import { useTenant } from '../../session/use-tenant.ts'
import { CliHint } from '../cli-hint.tsx'
import { Markdown } from '../markdown/markdown.tsx'
import { ReadmeEditor } from './readme-editor.tsx'

export function Readme({ repository }: { repository: RepositoryDetails }) {
  const t = useTranslations('images')
  const tenant = useTenant()
  const may = useMay()
  const [edits, setEdits] = useState(false)
  const mayEdit = repository.own && may('registry:push')
  const edit = mayEdit ? (
    <Button size="sm" onClick={() => setEdits(true)}>
      <Pencil aria-hidden />
      {t('editReadme')}
    </Button>
  ) : null
  if (edits) return <ReadmeEditor repository={repository} onClose={() => setEdits(false)} />
  return (
    <>
      {repository.readme.trim() === '' ? (
        <EmptyState icon={FileText} title={t('noReadme')}>
          {edit}
        </EmptyState>
      ) : (
        <Panel title={t('tabs.readme')} actions={edit}>
          <Markdown text={repository.readme} />
        </Panel>
      )}
      {mayEdit ? (
        <CliHint
          command={`berth images describe ${repository.name.slice(tenant.length + 1)} --readme README.md`}
        />
      ) : null}
    </>
  )
}
