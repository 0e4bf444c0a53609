'use client'

import type { InstanceView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { cn } from '@berth/ui/cn.ts'
import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import type { BufferedLine } from './log-buffer.ts'
import { LogRow } from './log-row.tsx'

const ROW = 20

/** The lines that fit, of however many there are. Scrolling up stops following; what is being read stays put. */
export function LogView(props: {
  lines: readonly BufferedLine[]
  instances: readonly InstanceView[]
  wrap: boolean
  follow: boolean
  onFollow: (follow: boolean) => void
  search: string
  /** position of the match to bring into view */
  target: number | undefined
}) {
  const t = useTranslations('logs')
  const { lines, follow, onFollow, target } = props
  const box = useRef<HTMLDivElement>(null)
  const list = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    getItemKey: (i) => lines[i]?.seq ?? i,
    overscan: 20,
  })
  useEffect(() => {
    if (follow && lines.length > 0) list.scrollToIndex(lines.length - 1, { align: 'end' })
  }, [follow, lines, list])
  useEffect(() => {
    if (target !== undefined) list.scrollToIndex(target, { align: 'center' })
  }, [target, list])
  useEffect(() => list.measure(), [props.wrap, list])
  const names = new Map(props.instances.map((one) => [one.id, `${one.process}.${one.instance}`]))
  const stopWhenReading = () => {
    const at = box.current
    if (!at || !follow) return
    if (at.scrollHeight - at.scrollTop - at.clientHeight > 4 * ROW) onFollow(false)
  }
  return (
    <div className="relative">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- scrolling by hand stops following */}
      <div
        ref={box}
        role="log"
        aria-label={t('title')}
        aria-live="off"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
        tabIndex={0}
        onWheel={stopWhenReading}
        onTouchMove={stopWhenReading}
        onKeyDown={(event) => ['ArrowUp', 'PageUp', 'Home'].includes(event.key) && onFollow(false)}
        className="h-[max(20rem,calc(100dvh-20rem))] overflow-auto bg-sunken/40 font-mono text-xs -outline-offset-2 [overflow-anchor:none]"
      >
        {lines.length === 0 ? <p className="p-4 font-sans text-sm text-muted">{t('empty')}</p> : null}
        <div
          className={cn('relative', props.wrap ? 'w-full' : 'w-max min-w-full')}
          style={{ height: list.getTotalSize() }}
        >
          {list.getVirtualItems().map((item) => {
            const line = lines[item.index]
            if (!line) return null
            return (
              <div
                key={item.key}
                ref={props.wrap ? list.measureElement : undefined}
                data-index={item.index}
                className={cn('absolute top-0 left-0', props.wrap ? 'w-full' : 'min-w-full')}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <LogRow
                  line={line}
                  instance={names.size > 1 ? (names.get(line.containerId) ?? null) : null}
                  wrap={props.wrap}
                  search={props.search}
                  current={item.index === target}
                />
              </div>
            )
          })}
        </div>
      </div>
      {follow || lines.length === 0 ? null : (
        <Button
          size="sm"
          variant="primary"
          className="absolute bottom-3 left-1/2 -translate-x-1/2"
          onClick={() => onFollow(true)}
        >
          <ArrowDown aria-hidden />
          {t('toEnd')}
        </Button>
      )}
    </div>
  )
}
