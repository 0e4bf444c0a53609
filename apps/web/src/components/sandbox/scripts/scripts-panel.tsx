'use client'

import type { SandboxView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../../trpc/provider.tsx'
import { useRefreshSandbox } from '../use-sandbox.ts'

/** In a trial or a copy: what the author wrote to solve the lab, and to clean up after it. */
export function ScriptsPanel({ sandbox }: { sandbox: SandboxView }) {
  const t = useTranslations('sandbox.scripts')
  const script = useMutation(useTRPC().sandboxes.runScript.mutationOptions(useRefreshSandbox()))
  const { data, isPending, variables } = script
  if (sandbox.scripts.length === 0) return null
  return (
    <section aria-label={t('title')} className="grid grid-cols-1 gap-2 border-t pt-4">
      <h2 className="text-sm font-semibold">{t('title')}</h2>
      <p className="text-xs text-muted">{t('hint')}</p>
      <div className="flex flex-wrap gap-2">
        {sandbox.scripts.map((name) => (
          <Button
            key={name}
            size="sm"
            busy={isPending && variables.name === name}
            disabled={isPending}
            onClick={() => script.mutate({ sandbox: sandbox.id, name })}
          >
            {t(name)}
          </Button>
        ))}
      </div>
      <div role="status" className="grid grid-cols-1 gap-1 text-xs">
        {data && !isPending ? (
          <>
            <p className={data.code === 0 ? 'text-ok' : 'text-bad'}>
              {data.timedOut ? t('tookTooLong') : t('ended', { code: data.code ?? '?' })}
            </p>
            {data.output === '' ? null : (
              <pre className="overflow-x-auto rounded-md bg-sunken p-2 font-mono leading-4 whitespace-pre-wrap">
                {data.output}
              </pre>
            )}
          </>
        ) : null}
      </div>
    </section>
  )
}
