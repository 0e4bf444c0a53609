'use client'

import type { InstanceView } from '@berth/protocol'
import { IconButton } from '@berth/ui/icon-button.tsx'
import { SearchInput } from '@berth/ui/search-input.tsx'
import { Select } from '@berth/ui/select.tsx'
import { ToggleButton } from '@berth/ui/toggle-button.tsx'
import {
  ArrowDownToLine,
  ChevronDown,
  ChevronUp,
  Download,
  Eraser,
  ListFilter,
  Pause,
  WrapText,
} from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRef } from 'react'
import { useShortcuts } from '../../../keyboard/use-shortcuts.ts'
import { downloadLog } from './download-log.ts'
import type { BufferedLine } from './log-buffer.ts'
import { LogStateMark } from './log-state-mark.tsx'
import type { LogState } from './use-log-lines.ts'

/** Hours back; 0 is what runs now. */
const RANGES = ['0', '1', '24', '168'] as const

function rangeOf(hours: number): (typeof RANGES)[number] {
  return RANGES.find((range) => Number(range) === hours) ?? '0'
}

export function LogToolbar(props: {
  app: string
  lines: readonly BufferedLine[]
  instances: readonly InstanceView[]
  state: LogState['kind']
  follow: boolean
  onFollow: (follow: boolean) => void
  wrap: boolean
  onWrap: (wrap: boolean) => void
  search: string
  onSearch: (search: string) => void
  onlyMatches: boolean
  onOnlyMatches: (only: boolean) => void
  matchText: string
  onStep: (step: 1 | -1) => void
  containerId: string
  onContainer: (id: string) => void
  hours: number
  onHours: (hours: number) => void
  onClear: () => void
}) {
  const t = useTranslations('logs')
  const searchBox = useRef<HTMLInputElement>(null)
  useShortcuts({ '/': () => searchBox.current?.focus() })
  const instances = props.instances.map((one) => ({
    value: one.id,
    label: `${one.process}.${one.instance} #${one.release}`,
  }))
  return (
    <div role="toolbar" aria-label={t('tools')} className="flex flex-wrap items-center gap-1.5 border-b p-2">
      <SearchInput
        ref={searchBox}
        aria-label={t('search')}
        placeholder={t('search')}
        shortcut="/"
        value={props.search}
        onChange={(event) => props.onSearch(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') props.onStep(event.shiftKey ? -1 : 1)
          if (event.key === 'Escape') props.onSearch('')
        }}
        className="min-w-36 flex-1 sm:max-w-64"
      />
      {props.search === '' ? null : (
        <>
          <span role="status" className="text-xs text-muted tabular">
            {props.matchText}
          </span>
          <IconButton size="icon-sm" label={t('previous')} onClick={() => props.onStep(-1)}>
            <ChevronUp aria-hidden />
          </IconButton>
          <IconButton size="icon-sm" label={t('next')} onClick={() => props.onStep(1)}>
            <ChevronDown aria-hidden />
          </IconButton>
          <ToggleButton pressed={props.onlyMatches} onClick={() => props.onOnlyMatches(!props.onlyMatches)}>
            <ListFilter aria-hidden />
            {t('onlyMatches')}
          </ToggleButton>
        </>
      )}
      {instances.length > 1 ? (
        <Select
          aria-label={t('instance')}
          value={props.containerId === '' ? 'all' : props.containerId}
          onValueChange={(id) => props.onContainer(id === 'all' ? '' : id)}
          options={[{ value: 'all', label: t('allInstances') }, ...instances]}
        />
      ) : null}
      <Select
        aria-label={t('range')}
        value={rangeOf(props.hours)}
        onValueChange={(range) => props.onHours(Number(range))}
        options={RANGES.map((range) => ({ value: range, label: t(`hours.${range}`) }))}
      />
      <div className="ml-auto flex items-center gap-1.5">
        <LogStateMark state={props.state} />
        <ToggleButton
          pressed={props.follow}
          aria-label={t('follow')}
          onClick={() => props.onFollow(!props.follow)}
        >
          {props.follow ? <ArrowDownToLine aria-hidden /> : <Pause aria-hidden />}
          <span className="max-sm:sr-only">{t(props.follow ? 'following' : 'paused')}</span>
        </ToggleButton>
        <ToggleButton
          pressed={props.wrap}
          aria-label={t('wrap')}
          title={t('wrap')}
          onClick={() => props.onWrap(!props.wrap)}
        >
          <WrapText aria-hidden />
        </ToggleButton>
        <IconButton
          size="icon-sm"
          label={t('download')}
          onClick={() => downloadLog(`${props.app}.log`, props.lines)}
        >
          <Download aria-hidden />
        </IconButton>
        <IconButton size="icon-sm" label={t('clear')} onClick={props.onClear}>
          <Eraser aria-hidden />
        </IconButton>
      </div>
    </div>
  )
}
