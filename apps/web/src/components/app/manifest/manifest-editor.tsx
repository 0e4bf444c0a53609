'use client'

import { liveApp, writeManifest } from '@berth/manifest'
import { Button } from '@berth/ui/button.tsx'
import { CodeEditor } from '@berth/ui/editor/code-editor.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { useMay } from '../../../session/use-may.ts'
import { ErrorCallout } from '../../error-callout.tsx'
import { useAppName } from '../use-app.ts'
import { DraftLook } from './draft-look.tsx'
import { readDraft } from './read-draft.ts'
import { useApplyManifest } from './use-apply-manifest.ts'
import { useDraftText } from './use-draft-text.ts'
import type { ManifestFacts } from './use-manifest-facts.ts'

/** The file, what is wrong with it or would change by it, and the button that changes it. */
export function ManifestEditor({ facts }: { facts: ManifestFacts }) {
  const t = useTranslations('manifest')
  const may = useMay()('app:deploy')
  const { release, env, beside } = facts
  const live = useMemo(() => liveApp(release, env), [release, env])
  const before = writeManifest(live, beside)
  const [text, setText] = useDraftText(before)
  const draft = useMemo(() => readDraft(text, live, facts), [text, live, facts])
  const diagnostics = useMemo(
    () => (draft.kind === 'wrong' ? [{ ...draft.problem, severity: 'error' as const }] : []),
    [draft],
  )
  const apply = useApplyManifest(useAppName(), facts)
  const count = draft.kind === 'plan' ? draft.changes.length + draft.shared.length + draft.atOnce.length : 0
  return (
    <div className="grid grid-cols-1 gap-6 xl:grid-cols-2">
      <Panel title="berth.yml" description={t('hint')} bodyClassName="p-0">
        <CodeEditor
          label="berth.yml"
          language="yaml"
          className="h-[32rem] rounded-b-lg"
          value={text}
          onChange={setText}
          readOnly={!may}
          diagnostics={diagnostics}
        />
      </Panel>
      <Panel title={t('would')} description={t('wouldHint')}>
        <div className="grid gap-4">
          <DraftLook draft={draft} project={facts.project} />
          {apply.error ? <ErrorCallout error={apply.error} /> : null}
          <div className="flex flex-wrap justify-end gap-2">
            <Button variant="ghost" disabled={text === before} onClick={() => setText(before)}>
              {t('discard')}
            </Button>
            <Button
              variant="primary"
              busy={apply.isPending}
              disabled={!may || count === 0}
              onClick={() => draft.kind === 'plan' && apply.mutate(draft)}
            >
              {t('apply')}
            </Button>
          </div>
        </div>
      </Panel>
    </div>
  )
}
