import { describe, expect, it } from '@jest/globals';
import { openApi } from './openapi.js';
import { ROUTES } from './routes.js';

interface Operation {
  operationId: string;
  parameters: { name: string; in: string; required: boolean }[];
  responses: Record<string, unknown>;
  security?: unknown[];
}
const document = openApi('1.2.3') as { openapi: string; paths: Record<string, Record<string, Operation>> };
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

describe('openApi', () => {
  it('has one operation for each route', () => {
    expect(operations.map(({ operation }) => operation.operationId).toSorted()).toEqual(Object.keys(ROUTES).toSorted());
  });

  it.each(operations)('describes every path parameter of $method $path', ({ path, operation }) => {
    const inPath = operation.parameters
      .filter((parameter) => parameter.in === 'path')
      .map((parameter) => parameter.name);
    expect(inPath).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
  });

  it.each(operations.filter(({ method }) => ['put', 'patch'].includes(method)))(
    'asks for If-Match where $method $path overwrites something',
    ({ operation }) => {
      expect(operation.parameters).toContainEqual(expect.objectContaining({ name: 'If-Match', required: true }));
    },
  );

  it('lets only the sign-in and the version be called by anyone', () => {
    const open = operations.filter(({ operation }) => operation.security?.length === 0);
    expect(open.map(({ operation }) => operation.operationId).toSorted()).toEqual(['signIn', 'version']);
  });
});
