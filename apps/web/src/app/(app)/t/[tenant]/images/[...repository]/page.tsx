import { Repository } from '../../../../../../components/images/repository.tsx'

export default async function RepositoryPage({ params }: { params: Promise<{ repository: string[] }> }) {
  return <Repository name={(await params).repository.map(decodeURIComponent).join('/')} />
}
