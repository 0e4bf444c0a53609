'use client'

import type { LabDetailView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { CodeEditor } from '@berth/ui/editor/code-editor.tsx'
import { languageOf } from '@berth/ui/editor/language-of.ts'
import { Panel } from '@berth/ui/panel.tsx'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { notify } from '../../../notify.ts'
import { useTenant } from '../../../session/use-tenant.ts'
import { useTRPC } from '../../../trpc/provider.tsx'
import { ErrorCallout } from '../../error-callout.tsx'
import { FileList } from './file-list.tsx'
import { problemsOf } from './problems-of.ts'
import { Preview } from './preview.tsx'
import { ProblemList } from './problem-list.tsx'
import { useChecked } from './use-checked.ts'

/** The files of a lab beside what students will read. A save makes a new version; those before stay as they are. */
export function LabEditor({ lab }: { lab: LabDetailView }) {
  const t = useTranslations('labs')
  const tenant = useTenant()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [files, setFiles] = useState<Readonly<Record<string, string>>>(lab.files)
  const [asked, setAsked] = useState('lab.yml')
  const checked = useChecked(files)
  const save = useMutation(
    trpc.labs.save.mutationOptions({
      onSuccess: ({ version }) => {
        notify.success(t('saved', { version: version.number }))
        return queryClient.invalidateQueries({ queryKey: trpc.labs.pathKey() })
      },
    }),
  )
  // images are looked for when it is saved
  const refused = problemsOf(save.error)
  const problems = checked.problems.length > 0 ? checked.problems : refused
  const paths = Object.keys(files).toSorted((a, b) => rank(a) - rank(b) || a.localeCompare(b))
  const shown = paths.includes(asked) ? asked : 'lab.yml'
  const change = (path: string, text: string) => {
    save.reset()
    setFiles((was) => ({ ...was, [path]: text }))
  }
  const isChanged = JSON.stringify(files) !== JSON.stringify(lab.files)
  return (
    <Panel
      title={t('filesOf', { version: lab.shown.number })}
      description={isChanged ? t('unsaved') : undefined}
      actions={
        <Button
          variant="primary"
          size="sm"
          busy={save.isPending}
          disabled={checked.problems.length > 0}
          onClick={() => save.mutate({ tenant, name: lab.name, files: { ...files } })}
        >
          {t('save')}
        </Button>
      }
      bodyClassName="grid grid-cols-1 p-0 lg:grid-cols-[14rem_minmax(0,1fr)] xl:grid-cols-[14rem_minmax(0,1.2fr)_minmax(0,1fr)]"
    >
      <FileList
        paths={paths}
        shown={shown}
        problems={problems}
        onShow={setAsked}
        onAdd={(path) => {
          setFiles((was) => ({ ...was, [path]: was[path] ?? '' }))
          setAsked(path)
        }}
        onRemove={(path) => setFiles(({ [path]: _gone, ...rest }) => rest)}
      />
      <div className="grid min-w-0 content-start gap-3 border-b p-3 lg:border-b-0 xl:border-r">
        <CodeEditor
          key={shown}
          label={shown}
          value={files[shown] ?? ''}
          language={languageOf(shown)}
          onChange={(text) => change(shown, text)}
          diagnostics={problems
            .filter(({ file }) => file === shown)
            .map(({ line, column, message }) => ({ line, column, severity: 'error' as const, message }))}
          className="h-96 overflow-hidden rounded-md border"
        />
        <ProblemList problems={problems} onShow={setAsked} />
        {save.error && refused.length === 0 ? <ErrorCallout error={save.error} /> : null}
      </div>
      <section
        aria-label={t('preview')}
        className="min-w-0 p-4 lg:col-span-2 lg:border-t xl:col-span-1 xl:border-t-0"
      >
        <Preview lab={checked.lab} />
      </section>
    </Panel>
  )
}

/** lab.yml first, then folders. */
function rank(path: string): number {
  return path === 'lab.yml' ? 0 : 1
}
