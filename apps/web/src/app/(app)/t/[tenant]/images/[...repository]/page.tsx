import type { Metadata } from 'next'
import { Repository } from '../../../../../../components/images/repository.tsx'

type Props = { params: Promise<{ repository: string[] }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: nameOf((await params).repository) }
}

export default async function RepositoryPage({ params }: Props) {
  return <Repository name={nameOf((await params).repository)} />
}

function nameOf(parts: readonly string[]): string {
  return parts.map(decodeURIComponent).join('/')
}
