'use client'

import type { ImageConfigView } from '@berth/protocol'
import { Fact, Facts } from '@berth/ui/facts.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { useFormatter, useTranslations } from 'next-intl'
import { madeAt } from './made-at.ts'
import { NamedTexts } from './named-texts.tsx'

/** How a container of the image runs unless it is told otherwise. */
export function ImageConfig({ config }: { config: ImageConfigView }) {
  const t = useTranslations('images.config')
  const format = useFormatter()
  const dateOf = (text: string | null) => {
    const made = madeAt(text)
    if (made === 'undated') return t('undated')
    return made && format.dateTime(made, { dateStyle: 'medium', timeStyle: 'short' })
  }
  const rows = [
    ['entrypoint', words(config.entrypoint)],
    ['cmd', words(config.cmd)],
    ['user', config.user],
    ['workingDir', config.workingDir],
    ['ports', config.ports.join(', ')],
    ['volumes', config.volumes.join(', ')],
    ['stopSignal', config.stopSignal],
    ['author', config.author],
    ['createdAt', dateOf(config.createdAt)],
  ] as const
  const env = Object.fromEntries(config.env.map(splitAssignment))
  return (
    <Panel title={t('title')}>
      <div className="grid grid-cols-1 gap-5">
        <Facts>
          {rows.map(([name, text]) =>
            text ? (
              <Fact key={name} name={t(name)}>
                <span className="font-mono text-xs whitespace-pre-wrap">{text}</span>
              </Fact>
            ) : null,
          )}
        </Facts>
        {config.env.length > 0 ? <Part title={t('env')} texts={env} /> : null}
        {Object.keys(config.labels).length > 0 ? <Part title={t('labels')} texts={config.labels} /> : null}
      </div>
    </Panel>
  )
}

function Part({ title, texts }: { title: string; texts: Readonly<Record<string, string>> }) {
  return (
    <section className="grid grid-cols-1 gap-2 border-t pt-4">
      <h3 className="text-sm font-medium">{title}</h3>
      <NamedTexts texts={texts} />
    </section>
  )
}

/** As an image holds them: each word for itself. */
function words(list: readonly string[]): string {
  return list.length === 0 ? '' : JSON.stringify(list)
}

function splitAssignment(assignment: string): [string, string] {
  const at = assignment.indexOf('=')
  return at < 0 ? [assignment, ''] : [assignment.slice(0, at), assignment.slice(at + 1)]
}
