'use client'

import type { KeyboardEvent, PointerEvent } from 'react'
import { cn } from '../cn.ts'
import { axisTicks } from './axis.ts'
import { chartPath } from './chart-path.ts'

export type ChartSeries = {
  readonly name: string
  /** a text colour: `text-accent` */
  readonly className: string
  /** null: nobody measured, a gap */
  readonly values: readonly (number | null)[]
}

export type ChartProps = {
  /** what it shows, for who cannot see it */
  readonly label: string
  readonly series: readonly ChartSeries[]
  readonly format: (value: number) => string
  /** the point that is being read, shared by all charts of a page; null: none */
  readonly cursor: number | null
  readonly onCursor: (cursor: number | null) => void
  /** words for the point under the cursor: its time */
  readonly timeOf: (index: number) => string
  /** vertical lines, at a part (0 to 1) of the width */
  readonly marks?: readonly { readonly at: number; readonly label: string }[]
  readonly base?: 1000 | 1024
  readonly none: string
}

const BOX = { width: 1000, height: 120 }

/** Lines over time. By pointer or arrow keys one reads the values of a moment, which stand above it as text. */
export function LineChart(props: ChartProps) {
  const { series, format, cursor, onCursor, timeOf, marks = [] } = props
  const count = Math.max(0, ...series.map(({ values }) => values.length))
  const ticks = axisTicks(
    Math.max(0, ...series.flatMap(({ values }) => values.map((one) => one ?? 0))),
    props.base,
  )
  const top = ticks.at(-1) ?? 1
  const point = (event: PointerEvent<HTMLDivElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    onCursor(clamp(Math.round(((event.clientX - left) / width) * (count - 1)), count))
  }
  const key = (event: KeyboardEvent) => {
    const move = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 }[event.key]
    if (event.key === 'Escape') onCursor(null)
    if (move === undefined) return
    event.preventDefault()
    onCursor(clamp((cursor ?? count - 1) + move, count))
  }
  return (
    <figure className="min-w-0">
      <figcaption
        className="flex min-h-9 flex-wrap pb-1 items-baseline gap-x-4 gap-y-0.5 text-xs"
        aria-live="polite"
      >
        {series.map(({ name, className, values }) => {
          const value = cursor === null ? lastOf(values) : (values[cursor] ?? null)
          return (
            <span key={name} className="inline-flex items-baseline gap-1.5 whitespace-nowrap">
              <span aria-hidden className={cn('h-0.5 w-3 self-center bg-current', className)} />
              <span className="text-muted">{name}</span>
              <span className="tabular">{value === null ? props.none : format(value)}</span>
            </span>
          )
        })}
        <span className="ml-auto text-faint tabular">{cursor === null ? '' : timeOf(cursor)}</span>
      </figcaption>
      <div className="grid grid-cols-[auto_1fr] gap-2">
        <div
          aria-hidden
          className="flex h-32 flex-col-reverse justify-between text-right text-xs text-faint tabular"
        >
          {ticks.map((tick) => (
            <span key={tick} className="leading-none">
              {format(tick)}
            </span>
          ))}
        </div>
        <div
          role="slider"
          aria-label={props.label}
          aria-valuemin={0}
          aria-valuemax={Math.max(0, count - 1)}
          aria-valuenow={cursor ?? Math.max(0, count - 1)}
          aria-valuetext={timeOf(cursor ?? count - 1)}
          tabIndex={0}
          className="relative h-32 touch-pan-y rounded-sm"
          onPointerMove={point}
          onPointerDown={point}
          onPointerLeave={() => onCursor(null)}
          onKeyDown={key}
        >
          <svg
            aria-hidden
            viewBox={`0 0 ${BOX.width} ${BOX.height}`}
            preserveAspectRatio="none"
            className="absolute inset-0 size-full overflow-visible"
          >
            {ticks.map((tick) => {
              const y = BOX.height - (tick / top) * BOX.height
              return (
                <line
                  key={tick}
                  x1={0}
                  x2={BOX.width}
                  y1={y}
                  y2={y}
                  className="stroke-line"
                  vectorEffect="non-scaling-stroke"
                />
              )
            })}
            {series.map(({ name, className, values }) => (
              <path
                key={name}
                d={chartPath(values, { ...BOX, top })}
                fill="none"
                stroke="currentColor"
                strokeWidth={1.5}
                strokeLinejoin="round"
                vectorEffect="non-scaling-stroke"
                className={className}
              />
            ))}
          </svg>
          {marks.map(({ at, label }) => (
            <span
              key={`${at} ${label}`}
              className="absolute inset-y-0 border-l border-dashed border-line-strong"
              style={{ left: `${at * 100}%` }}
            >
              <span className="absolute top-0 left-0.5 text-xs text-faint tabular">{label}</span>
            </span>
          ))}
          {cursor === null || count < 2 ? null : (
            <span
              aria-hidden
              className="absolute inset-y-0 border-l border-ink"
              style={{ left: `${(cursor / (count - 1)) * 100}%` }}
            />
          )}
        </div>
      </div>
    </figure>
  )
}

function clamp(index: number, count: number): number | null {
  return count === 0 ? null : Math.min(count - 1, Math.max(0, index))
}

function lastOf(values: readonly (number | null)[]): number | null {
  return values.findLast((value) => value !== null) ?? null
}
