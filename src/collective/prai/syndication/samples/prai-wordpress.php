<?php
/**
 * Plugin Name: Contenus du centre de ressources PRAI
 * Description: Publie en articles les contenus choisis, les met à jour et les retire. À poser dans wp-content/mu-plugins/.
 */

const PRAI_SITE = 'SITE';                            // l’adresse du centre, sans barre à la fin
const PRAI_FILTRES = 'theme=tourisme&departement=09';  // ou '' pour tout

add_action('prai_suivre', 'prai_suivre');
add_action('init', function () {
    if (!wp_next_scheduled('prai_suivre')) {
        wp_schedule_event(time(), 'hourly', 'prai_suivre');
    }
});

/** Lit ce qui a changé depuis le dernier passage et l’applique ; s’arrête et reprendra plus tard si le site ne répond pas. */
function prai_suivre(): void
{
    do {
        $curseur = get_option('prai_curseur', '');
        $adresse = PRAI_SITE . '/++api++/@changes?limit=100&' . PRAI_FILTRES . ($curseur ? "&since=$curseur" : '');
        $reponse = wp_remote_get($adresse, ['timeout' => 30, 'headers' => ['Accept' => 'application/json']]);
        $code = wp_remote_retrieve_response_code($reponse);
        if ($code === 410 && $curseur) {             // le journal a recommencé : tout relire
            update_option('prai_relus', []);         // gardé d’un passage à l’autre, si celui-ci s’interrompt
            update_option('prai_curseur', '');
            continue;
        }
        if ($code !== 200) {
            return;
        }
        $page = json_decode(wp_remote_retrieve_body($reponse), true);
        foreach ($page['items'] as $contenu) {
            prai_appliquer($contenu);
        }
        $relus = get_option('prai_relus', null);
        if (is_array($relus)) {
            update_option('prai_relus', array_merge($relus, array_column($page['items'], 'id')));
        }
        update_option('prai_curseur', $page['cursor']);
    } while ($code === 410 || $page['has_more']);
    $relus = get_option('prai_relus', null);
    if (is_array($relus)) {                          // tout est relu : ce que le centre ne connaît plus s’en va
        foreach (prai_articles() as $article) {
            if (!in_array(get_post_meta($article, '_prai_id', true), $relus, true)) {
                wp_trash_post($article);
            }
        }
        delete_option('prai_relus');
    }
}

/** Numéros des articles venus du centre, ou de celui qui porte cet identifiant. */
function prai_articles(?string $id = null): array
{
    $critere = ['key' => '_prai_id'] + ($id === null ? ['compare' => 'EXISTS'] : ['value' => $id]);
    return get_posts([
        'post_type' => 'post', 'post_status' => 'any', 'numberposts' => -1, 'fields' => 'ids', 'meta_query' => [$critere],
    ]);
}

/** Publie, met à jour ou retire l’article d’un contenu. */
function prai_appliquer(array $contenu): void
{
    $articles = prai_articles($contenu['id']);
    if ($contenu['status'] === 'withdrawn') {
        array_map('wp_trash_post', $articles);
        return;
    }
    $licence = $contenu['licence'];
    $source = sprintf(
        '<p class="prai-source">Source : <a href="%s">%s</a> – <a rel="license" href="%s">%s</a> – mis à jour le %s</p>',
        esc_url($contenu['url']), esc_html($licence['attribution']), esc_url($licence['url']), esc_html($licence['id']),
        esc_html(substr($contenu['updated'], 0, 10))
    );
    $article = wp_slash([
        'post_title' => $contenu['title'],
        'post_excerpt' => $contenu['description'],
        'post_content' => $contenu['content']['html'] . $source,
        'post_status' => 'publish',
        'meta_input' => ['_prai_id' => $contenu['id']],
    ]);
    // Une mise à jour garde la date, les catégories et le reste de ce que vous avez réglé.
    $articles ? wp_update_post(['ID' => $articles[0]] + $article) : wp_insert_post($article);
}
