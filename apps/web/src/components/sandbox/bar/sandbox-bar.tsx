'use client'

import type { SandboxView } from '@berth/protocol'
import { Badge } from '@berth/ui/badge.tsx'
import { Button } from '@berth/ui/button.tsx'
import { ArrowLeft } from 'lucide-react'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { CopyLab } from '../copy/copy-lab.tsx'
import { DriveButton } from '../driving/drive-button.tsx'
import { usePrompt } from '../first/prompt-context.tsx'
import { useLabWords } from '../use-lab-words.ts'
import { HandButton } from './hand-button.tsx'
import { TakeHand } from './take-hand.tsx'
import { TimeLeft } from './time-left.tsx'

const Room = () => <span aria-hidden className="size-8" />
const LabMenu = dynamic(() => import('./lab-menu.tsx').then((module) => module.LabMenu), { loading: Room })

/** What the lab is, how much time is left, and what one can do with it as a whole. */
export function SandboxBar({
  sandbox,
}: {
  sandbox: SandboxView & { as: 'owner' | 'teacher'; me: string | null }
}) {
  const t = useTranslations('sandbox')
  const prompt = usePrompt()
  const live = sandbox.state === 'running'
  const teaches = sandbox.as === 'teacher'
  const words = useTranslations('sandbox.driving')
  const isCopy = sandbox.kind === 'copy'
  const lab = useLabWords(sandbox.id).data?.title ?? sandbox.lab.title
  const toClass = (teaches || isCopy) && sandbox.course !== null
  return (
    <header className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-2 border-b bg-surface px-3 py-1.5">
      <Button asChild variant="ghost" size="icon">
        <Link
          prefetch={prompt.isThere ? null : false}
          href={toClass ? `/courses/${sandbox.course?.id}/class` : '/learn'}
          aria-label={toClass ? words('toClass') : t('toLearn')}
        >
          <ArrowLeft aria-hidden />
        </Link>
      </Button>
      <div className="min-w-0 flex-1 basis-40">
        <h1 className="truncate text-sm font-semibold">
          <BarTitle sandbox={sandbox} lab={lab} teaches={teaches} />
        </h1>
        {sandbox.course ? (
          <p className="truncate text-xs text-muted">
            {teaches || isCopy ? `${lab} · ${sandbox.course.title}` : sandbox.course.title}
          </p>
        ) : null}
      </div>
      {sandbox.throttled ? <Badge tone="warn">{t('throttled')}</Badge> : null}
      <TimeLeft sandbox={sandbox} />
      {teaches ? <TakeHand sandbox={sandbox} /> : null}
      {live && teaches ? <DriveButton sandbox={sandbox} /> : null}
      {teaches && !isCopy && sandbox.owner && sandbox.course ? (
        <CopyLab sandbox={sandbox.id} name={sandbox.owner.name} />
      ) : null}
      {live && !teaches && !isCopy ? <HandButton sandbox={sandbox} /> : null}
      {sandbox.state === 'ended' ? null : prompt.isThere ? <LabMenu sandbox={sandbox} /> : <Room />}
    </header>
  )
}

function BarTitle({ sandbox, lab, teaches }: { sandbox: SandboxView; lab: string; teaches: boolean }) {
  const copy = useTranslations('sandbox.copyOf')
  const words = useTranslations('sandbox.driving')
  const { kind, copyOf, owner } = sandbox
  if (kind === 'copy') return copyOf ? copy('title', { name: copyOf.name }) : copy('gone')
  return teaches && owner ? words('ofStudent', { name: owner.name }) : lab
}
