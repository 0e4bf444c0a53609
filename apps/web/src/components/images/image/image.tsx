'use client'

import { Button } from '@berth/ui/button.tsx'
import { PageHeader } from '@berth/ui/page-header.tsx'
import { useQuery } from '@tanstack/react-query'
import { ArrowLeft, Rocket, Trash2 } from 'lucide-react'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useMay } from '../../../session/use-may.ts'
import { useTenant } from '../../../session/use-tenant.ts'
import { readBerthError } from '../../../trpc/berth-error.ts'
import { useTRPC } from '../../../trpc/provider.tsx'
import { CliHint } from '../../cli-hint.tsx'
import { QueryView } from '../../query-view.tsx'
import { NothingHere } from '../../shell/nothing-here.tsx'
import { TableSkeleton } from '../../table-skeleton.tsx'
import { imageName } from '../image-name.ts'
import { repositoryPath } from '../image-path.ts'
import { ImageDetails } from './image-details.tsx'

const DeleteDialog = dynamic(() => import('../delete-dialog.tsx').then((module) => module.DeleteDialog))

/** One image: what it is made of, how it runs, what speaks of it. */
export function Image(props: { repository: string; reference: string; own: boolean }) {
  const t = useTranslations('images')
  const tenant = useTenant()
  const router = useRouter()
  const may = useMay()
  const { repository, reference } = props
  const [platform, setPlatform] = useState<string>()
  const [deletes, setDeletes] = useState(false)
  const image = useQuery(useTRPC().images.get.queryOptions({ tenant, repository, reference, platform }))
  const back = repositoryPath(tenant, repository)
  const name = imageName(repository, reference)
  const code = image.isError && !image.data ? (readBerthError(image.error).code ?? '') : ''
  if (/^registry\.(manifest|digest|name)_/.test(code)) {
    return (
      <NothingHere title={t('imageNotFound', { name })} back={back}>
        {t('backToTags')}
      </NothingHere>
    )
  }
  const runs = image.data?.config && may('app:deploy')
  return (
    <>
      <PageHeader
        title={
          <span className="font-mono text-lg [overflow-wrap:anywhere]">
            {imageName(repository, reference, 12)}
          </span>
        }
        actions={
          <>
            <Button asChild size="sm">
              <Link href={back}>
                <ArrowLeft aria-hidden />
                {t('tags')}
              </Link>
            </Button>
            {props.own && image.data && may('registry:delete') ? (
              <Button size="sm" variant="danger-quiet" onClick={() => setDeletes(true)}>
                <Trash2 aria-hidden />
                {t('deleteAction.image')}
              </Button>
            ) : null}
            {runs ? (
              <Button asChild size="sm" variant="primary">
                <Link href={`/t/${tenant}/new?image=${encodeURIComponent(name)}`}>
                  <Rocket aria-hidden />
                  {t('deploy')}
                </Link>
              </Button>
            ) : null}
          </>
        }
      />
      <QueryView query={image} skeleton={<TableSkeleton rows={6} />}>
        {(view) => <ImageDetails image={view} reference={reference} onPlatform={setPlatform} />}
      </QueryView>
      {deletes && image.data ? (
        <DeleteDialog
          repository={repository}
          reference={image.data.digest}
          onClose={() => setDeletes(false)}
          onDeleted={() => router.push(back)}
        />
      ) : null}
      <CliHint command={`berth images inspect ${name}`} />
    </>
  )
}
