'use client'

import { useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import { CliHint } from '../../cli-hint.tsx'
import { ErrorCallout } from '../../error-callout.tsx'
import { useApp, useAppName } from '../use-app.ts'
import { findLines } from './find-lines.ts'
import { LogToolbar } from './log-toolbar.tsx'
import { LogView } from './log-view.tsx'
import { useLogLines } from './use-log-lines.ts'

export function Logs() {
  const t = useTranslations('logs')
  const name = useAppName()
  const app = useApp()
  const [follow, setFollow] = useState(true)
  const [wrap, setWrap] = useState(false)
  const [search, setSearch] = useState('')
  const [onlyMatches, setOnlyMatches] = useState(false)
  const [containerId, setContainerId] = useState('')
  const [match, setMatch] = useState(-1)
  const [hours, setHours] = useState(0)
  const instances = (app.data?.instances ?? []).map((one) => one.id).join(' ')
  const { lines, state, clear } = useLogLines({ ...name, instances, hours, held: !follow })
  const { shown, matches } = useMemo(
    () => findLines(lines, { containerId, search, onlyMatches }),
    [lines, containerId, search, onlyMatches],
  )
  const goTo = (step: 1 | -1) => {
    if (matches.length === 0) return
    setFollow(false)
    setMatch((was) => (was + step + matches.length) % matches.length)
  }
  return (
    <>
      <section aria-label={t('title')} className="overflow-hidden rounded-lg border bg-surface">
        <LogToolbar
          app={name.app}
          lines={shown}
          instances={app.data?.instances ?? []}
          state={state.kind}
          follow={follow}
          onFollow={setFollow}
          wrap={wrap}
          onWrap={setWrap}
          search={search}
          onSearch={(text) => {
            setSearch(text)
            setMatch(-1)
          }}
          onlyMatches={onlyMatches}
          onOnlyMatches={setOnlyMatches}
          matchText={search === '' ? '' : t('matches', { at: match + 1, count: matches.length })}
          onStep={goTo}
          containerId={containerId}
          onContainer={setContainerId}
          hours={hours}
          onHours={setHours}
          onClear={clear}
        />
        {state.kind === 'failed' ? (
          <div className="p-4">
            <ErrorCallout error={state.error} />
          </div>
        ) : (
          <LogView
            lines={shown}
            instances={app.data?.instances ?? []}
            wrap={wrap}
            follow={follow}
            onFollow={setFollow}
            search={search}
            target={matches[match]}
          />
        )}
      </section>
      <CliHint
        command={hours === 0 ? `berth logs ${name.app} --follow` : `berth logs ${name.app} --since ${hours}h`}
      />
    </>
  )
}
