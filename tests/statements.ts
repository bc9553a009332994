import type { KyselyPlugin, RootOperationNode } from 'kysely';

/** Tells each statement by its kind and table, `InsertQueryNode limits`, without its values. */
export function tellStatements(told: string[]): KyselyPlugin {
  return {
    transformQuery({ node }) {
      told.push(`${node.kind} ${tableOf(node)}`);
      return node;
    },
    transformResult: async ({ result }) => result,
  };
}

function tableOf(node: RootOperationNode): string {
  return /"identifier":\{"kind":"IdentifierNode","name":"(\w+)"/.exec(JSON.stringify(node))?.[1] ?? '';
}
