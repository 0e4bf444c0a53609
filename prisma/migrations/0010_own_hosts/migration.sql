-- AlterTable
ALTER TABLE "CertificateOrder" ALTER COLUMN "tenantId" DROP NOT NULL;

-- AlterTable
ALTER TABLE "AcmeAccount" ADD COLUMN     "email" TEXT;

-- CreateTable
CREATE TABLE "OwnHost" (
    "host" TEXT NOT NULL,
    "tenantId" TEXT,
    "seenAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "askedAt" TIMESTAMP(3),
    "source" TEXT,
    "certificateId" TEXT,
    "chain" TEXT,
    "key" TEXT,
    "notBefore" TIMESTAMP(3),
    "notAfter" TIMESTAMP(3),
    "challengeToken" TEXT,
    "challengeAnswer" TEXT,
    "failure" TEXT,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "nextTryAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "heldUntil" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "OwnHost_pkey" PRIMARY KEY ("host")
);

-- CreateIndex
CREATE UNIQUE INDEX "OwnHost_certificateId_key" ON "OwnHost"("certificateId");

-- CreateIndex
CREATE INDEX "OwnHost_nextTryAt_idx" ON "OwnHost"("nextTryAt");
