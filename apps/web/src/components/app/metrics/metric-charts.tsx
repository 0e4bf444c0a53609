'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import type { MetricPoint, MetricsView } from '@berth/protocol'
import { type ChartSeries, LineChart } from '@berth/ui/chart/line-chart.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'

type Picture = {
  readonly title: 'requests' | 'times' | 'traffic' | 'cpu' | 'memory' | 'network'
  readonly lines: readonly Line[]
  readonly format: (value: number) => string
  readonly base?: 1024
}

type Line = {
  readonly name:
    | 'all'
    | 'redirects'
    | 'refused'
    | 'failed'
    | 'p50'
    | 'p95'
    | 'p99'
    | 'in'
    | 'out'
    | 'cpu'
    | 'memory'
  readonly className: string
  readonly of: (point: MetricPoint) => number | null | undefined
}

const perSecond = (value: number) => `${formatBytes(value)}/s`
const number = (value: number) => String(Number(value.toPrecision(3)))
const ms = (value: number) => (value >= 1000 ? `${number(value / 1000)} s` : `${number(value)} ms`)

const PICTURES: readonly Picture[] = [
  {
    title: 'requests',
    format: (value) => `${number(value)}/s`,
    lines: [
      { name: 'all', className: 'text-accent', of: ({ requests }) => requests?.perSecond },
      { name: 'redirects', className: 'text-faint', of: ({ requests }) => requests?.statuses[2] },
      { name: 'refused', className: 'text-warn', of: ({ requests }) => requests?.statuses[3] },
      { name: 'failed', className: 'text-bad', of: ({ requests }) => requests?.statuses[4] },
    ],
  },
  {
    title: 'times',
    format: ms,
    lines: [
      { name: 'p50', className: 'text-accent', of: ({ requests }) => requests?.p50 },
      { name: 'p95', className: 'text-warn', of: ({ requests }) => requests?.p95 },
      { name: 'p99', className: 'text-bad', of: ({ requests }) => requests?.p99 },
    ],
  },
  {
    title: 'cpu',
    format: number,
    lines: [{ name: 'cpu', className: 'text-accent', of: ({ use }) => use?.cpu }],
  },
  {
    title: 'memory',
    format: formatBytes,
    base: 1024,
    lines: [{ name: 'memory', className: 'text-accent', of: ({ use }) => use?.memory }],
  },
  {
    title: 'traffic',
    format: perSecond,
    base: 1024,
    lines: [
      { name: 'in', className: 'text-ok', of: ({ requests }) => requests?.bytesIn },
      { name: 'out', className: 'text-accent', of: ({ requests }) => requests?.bytesOut },
    ],
  },
  {
    title: 'network',
    format: perSecond,
    base: 1024,
    lines: [
      { name: 'in', className: 'text-ok', of: ({ use }) => use?.rx },
      { name: 'out', className: 'text-accent', of: ({ use }) => use?.tx },
    ],
  },
]

/** All charts of an app, aligned in time, with one cursor for all of them. */
export function MetricCharts({ view }: { view: MetricsView }) {
  const t = useTranslations('metrics')
  const formatter = useFormatter()
  const [cursor, setCursor] = useState<number | null>(null)
  const span = view.to.getTime() - view.from.getTime()
  const marks = view.releases.map(({ at, number: release }) => ({
    at: Math.min(1, Math.max(0, (at.getTime() - view.from.getTime()) / span)),
    label: `#${release}`,
  }))
  const timeOf = (index: number) => {
    const point = view.points[index]
    return point ? formatter.dateTime(point.at, { dateStyle: 'short', timeStyle: 'medium' }) : ''
  }
  return (
    <div className="grid grid-cols-1 gap-6 lg:grid-cols-2">
      {PICTURES.map(({ title, lines, format, base }) => (
        <Panel key={title} title={t(`chart.${title}`)}>
          <LineChart
            label={t('label', { chart: t(`chart.${title}`) })}
            series={lines.map(
              (line): ChartSeries => ({
                name: t(`line.${line.name}`),
                className: line.className,
                values: view.points.map((point) => line.of(point) ?? null),
              }),
            )}
            {...{ format, cursor, timeOf, marks }}
            {...(base && { base })}
            onCursor={setCursor}
            none={t('none')}
          />
        </Panel>
      ))}
    </div>
  )
}
